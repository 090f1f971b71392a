using System.Globalization;

namespace Commerce;

/// <summary>How many random cases a property is tried on.</summary>
public static class Cases
{
    private const int Default = 20_000;

    /// <summary>Whether time does not matter: more than the tests take by themselves.</summary>
    public static bool AreMany => Count > Default;

    /// <summary>PROPERTY_CASES of the environment, else 20,000.</summary>
    public static int Count { get; } =
        Environment.GetEnvironmentVariable("PROPERTY_CASES") is { Length: > 0 } count
            ? int.Parse(count, CultureInfo.InvariantCulture)
            : Default;
}
