using System.Reflection;

namespace Commerce;

/// <summary>Where the sources are that the tests run from.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = ["/obj/", "/bin/", "/artifacts/", "/.git/"];

    public static string Root { get; } = Find();

    /// <summary>Every source file in a folder of the repository.</summary>
    public static IEnumerable<string> Sources(string folder) =>
        Directory
            .EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file =>
                !NotOurs.Any(part => Name(file).Contains(part, StringComparison.Ordinal))
            );

    /// <summary>Every program and library of the repository that the tests know.</summary>
    public static IEnumerable<Assembly> Assemblies() =>
        Directory
            .EnumerateFiles(Root, "*.csproj", SearchOption.AllDirectories)
            .Select(project => Path.GetFileNameWithoutExtension(project))
            .Where(name => File.Exists(Path.Combine(AppContext.BaseDirectory, $"{name}.dll")))
            .Select(Assembly.Load);

    /// <summary>How a file is called from the root on: <c>/Grains/Inventory/Stock.cs</c>.</summary>
    public static string Name(string file) => file[Root.Length..];

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Commerce.Orleans.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
