namespace Commerce.Importing;

/// <summary>What was asked for on the command line.</summary>
internal sealed record Order(string File, Uri Url, string Data)
{
    public static string Root { get; } =
        Path.GetFullPath("..", (string)AppContext.GetData("EntryPointFileDirectoryPath")!);

    public static Order Parse(string[] args)
    {
        var order = new Order("", new Uri("http://127.0.0.1:5000"), Path.Combine(Root, "data"));
        for (var rest = args.AsSpan(); !rest.IsEmpty; )
        {
            (order, var used) = rest switch
            {
                ["--url", var text, ..] when Http(text) is { } url => (order with { Url = url }, 2),
                ["--data", var data, ..] => (order with { Data = Path.GetFullPath(data) }, 2),
                [var file, ..] when order.File.Length == 0 && !file.StartsWith('-') => (
                    order with
                    {
                        File = file,
                    },
                    1
                ),
                _ => throw new AbandonedException(
                    $"'{rest[0]}' is of no use: ./dev import FILE [--url URL] [--data DIR]"
                ),
            };
            rest = rest[used..];
        }

        return System.IO.File.Exists(order.File)
            ? order
            : throw new AbandonedException(
                order.File.Length == 0
                    ? "Which file? ./dev import FILE [--url URL] [--data DIR]"
                    : $"There is no file {order.File}"
            );
    }

    /// <summary>The operator key: given, or made by the store beside its data.</summary>
    public string Key()
    {
        var file = Path.Combine(Data, "secrets", "operator.key");
        return Environment.GetEnvironmentVariable("COMMERCE_OPERATOR_KEY") is { Length: > 0 } key
                ? key
            : System.IO.File.Exists(file) ? System.IO.File.ReadAllText(file).Trim()
            : throw new AbandonedException(
                $"No operator key: COMMERCE_OPERATOR_KEY is not set and there is no file {file}"
            );
    }

    private static Uri? Http(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : null;
}

/// <summary>Nothing came of it, for the reason in the message.</summary>
internal sealed class AbandonedException(string message, int exitCode = 2) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
