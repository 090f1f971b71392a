using System.ComponentModel;
using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace Commerce.LoadTests.Micro;

/// <summary>What can be measured, by its name.</summary>
internal static class Subjects
{
    /// <summary>The classes of benchmarks.</summary>
    public static IReadOnlyList<Type> Classes { get; } =
    [
        .. typeof(Subjects)
            .Assembly.GetTypes()
            .Where(type => NamesOf(type).Any())
            .OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    public static IEnumerable<string> Names => Classes.SelectMany(NamesOf).Append(nameof(Memory));

    public static string Describe(Type benchmarks) =>
        benchmarks.GetCustomAttribute<DescriptionAttribute>()!.Description;

    public static void List(TextWriter output)
    {
        foreach (var type in Classes)
        {
            output.WriteLine($"{type.Name}: {Describe(type)}");
            foreach (var name in NamesOf(type))
                output.WriteLine($"    {name}");
        }

        output.WriteLine($"{nameof(Memory)}: {Memory.Description}");
    }

    private static IEnumerable<string> NamesOf(Type type) =>
        type.GetMethods()
            .Where(each => each.IsDefined(typeof(BenchmarkAttribute)))
            .Select(each => $"{type.Name}.{each.Name}");
}
