using System.Reflection;

namespace Commerce;

/// <summary>Where the sources are that the tests run from.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = ["/obj/", "/bin/", "/artifacts/", "/.git/"];

    public static string Root { get; } = Find();

    /// <summary>Every source file in a folder of the repository.</summary>
    public static IEnumerable<string> Sources(string folder) => Find(folder, ".cs");

    /// <summary>What pages are made of: markup, style, script and drawings.</summary>
    public static IEnumerable<string> PageSources() =>
        Find("Frontend", ".razor", ".css", ".js", ".svg");

    /// <summary>Every program and library of the repository that the tests know.</summary>
    public static IEnumerable<Assembly> Assemblies() =>
        Directory
            .EnumerateFiles(Root, "*.csproj", SearchOption.AllDirectories)
            .Select(project => Path.GetFileNameWithoutExtension(project))
            .Where(name => File.Exists(Path.Combine(AppContext.BaseDirectory, $"{name}.dll")))
            .Select(Assembly.Load);

    private static IEnumerable<string> Find(string folder, params string[] extensions) =>
        Directory
            .EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
            .Where(file =>
                extensions.Contains(Path.GetExtension(file), StringComparer.Ordinal)
                && !NotOurs.Any(part => Name(file).Contains(part, StringComparison.Ordinal))
            );

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
