using System.Globalization;
using System.Net;

namespace Commerce.Http;

/// <summary>Reads settings, and says which of them cannot be meant.</summary>
internal static class Settings
{
    private const int NumberMax = 1_000_000_000;

    /// <summary>A whole number from 1 on.</summary>
    public static int Number(IConfiguration section, string name, int otherwise) =>
        Number(section, name, otherwise, min: 1);

    /// <summary>A whole number from 0 on.</summary>
    public static int Count(IConfiguration section, string name, int otherwise) =>
        Number(section, name, otherwise, min: 0);

    private static int Number(IConfiguration section, string name, int otherwise, int min) =>
        section[name] is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= min
        && number <= NumberMax
            ? number
        : throw new SettingException(
            $"{PathOf(section, name)} is a whole number from {min} on, not '{text}'."
        );

    /// <summary>Addresses with prefixes, or alone, divided by commas; may be none.</summary>
    public static IReadOnlyList<IPNetwork> Networks(
        IConfiguration section,
        string name,
        string otherwise
    ) => [.. Texts(section, name, otherwise).Select(each => NetworkOf(each, section, name))];

    /// <summary>What is divided by commas; may be nothing.</summary>
    public static IEnumerable<string> Texts(
        IConfiguration section,
        string name,
        string otherwise = ""
    ) =>
        (section[name] ?? otherwise).Split(
            ',',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );

    private static IPNetwork NetworkOf(string text, IConfiguration section, string name)
    {
        if (IPNetwork.TryParse(text, out var network))
            return network;
        if (IPAddress.TryParse(text, out var address))
            return new(address, address.GetAddressBytes().Length * 8);

        throw new SettingException(
            $"{PathOf(section, name)} has networks such as 10.0.0.0/8, not '{text}'."
        );
    }

    private static string PathOf(IConfiguration section, string name) =>
        section is IConfigurationSection { Path: var path } ? $"{path}:{name}" : name;
}

/// <summary>A setting has a value that it cannot have; the message says which, in a line.</summary>
public sealed class SettingException(string message) : Exception(message);
