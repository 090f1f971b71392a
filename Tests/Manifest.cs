using System.Globalization;
using System.Reflection;
using System.Text;

namespace Commerce;

/// <summary>What of an assembly is sent between processes, as text.</summary>
internal static class Manifest
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in Sent(assembly).OrderBy(Alias, StringComparer.Ordinal))
        {
            text.Append(Alias(type)).Append('\n');
            foreach (var line in Lines(type))
            {
                text.Append("  ").Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>The serialized types and the grain interfaces.</summary>
    public static IEnumerable<Type> Sent(Assembly assembly) =>
        assembly
            .GetTypes()
            .Where(type =>
                type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)
                || (type.IsInterface && typeof(IAddressable).IsAssignableFrom(type))
            );

    /// <summary>A member's own alias: the attribute would be inherited.</summary>
    public static string? Alias(MemberInfo member) =>
        member.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias;

    private static IEnumerable<string> Lines(Type type) =>
        type.IsInterface ? Methods(type)
        : type.IsEnum ? Enum.GetValues(type).Cast<Enum>().Select(value => $"{value:D} {value}")
        : Members(type);

    private static IEnumerable<string> Methods(Type type) =>
        type.GetMethods()
            .OrderBy(Alias, StringComparer.Ordinal)
            .Select(method =>
                $"{Alias(method)}({string.Join(", ", Parameters(method))}) -> "
                + Name(method.ReturnType)
            );

    private static IEnumerable<string> Parameters(MethodInfo method) =>
        method.GetParameters().Select(parameter => Name(parameter.ParameterType));

    /// <summary>By explicit id, or else a positional record's by their position.</summary>
    private static IEnumerable<string> Members(Type type)
    {
        var explicitly = type.GetProperties(Declared)
            .Where(property => property.IsDefined(typeof(IdAttribute)))
            .Select(property =>
                Line(
                    property.GetCustomAttribute<IdAttribute>()!.Id,
                    property.Name,
                    property.PropertyType
                )
            )
            .ToList();
        return explicitly.Count > 0
            ? explicitly
            : type.GetConstructors()
                .Select(constructor => constructor.GetParameters())
                .OrderByDescending(parameters => parameters.Length)
                .FirstOrDefault([])
                .Select(p => Line((uint)p.Position, p.Name!, p.ParameterType));
    }

    private static string Line(uint id, string name, Type type) =>
        string.Create(CultureInfo.InvariantCulture, $"{id} {name}: {Name(type)}");

    private static string Name(Type type)
    {
        var name = (Alias(type) ?? type.Name).Split('`')[0];
        return type.IsGenericType
            ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : name;
    }
}
