using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Security.Cryptography;

namespace Commerce.LoadTests.FlashSales;

/// <summary><c>flash-sale</c>, as the command line has it.</summary>
internal sealed class FlashSaleCommand
{
    private readonly Option<int> _buyers = new("--buyers")
    {
        Description = "People and bots who come",
        DefaultValueFactory = _ => 10_000,
    };

    private readonly Option<int> _units = new("--units")
    {
        Description = "Units in the sale",
        DefaultValueFactory = _ => 1_000,
    };

    private readonly Option<double> _bots = new("--bots")
    {
        Description = "The share of bots among them",
        DefaultValueFactory = _ => 0.3,
        CustomParser = ParseShare,
    };

    private readonly Option<int> _joins = new("--joins")
    {
        Description = "Of them that come each second, before the start",
        DefaultValueFactory = _ => 1_000,
    };

    private readonly Option<int> _limit = new("--limit")
    {
        Description = "Units that one person may have",
        DefaultValueFactory = _ => 2,
    };

    private readonly Option<int> _duration = new("--duration")
    {
        Description = "Seconds after which it is stopped if it has not sold out",
        DefaultValueFactory = _ => 600,
    };

    private readonly Option<int?> _kill = new("--kill")
    {
        Description = "A process of the shop, killed 2 seconds after the start",
    };

    private readonly Option<int?> _pause = new("--pause")
    {
        Description = "One that stands still for 10 seconds, from 8 seconds after the start on",
    };

    private readonly Option<Uri> _url;
    private readonly Option<int> _connections;
    private readonly Option<int?> _seed;
    private readonly Option<string?> _operatorKey;

    public FlashSaleCommand(
        Option<Uri> url,
        Option<int> connections,
        Option<int?> seed,
        Option<string?> operatorKey,
        Func<FlashSaleSettings, Task<int>> run
    )
    {
        (_url, _connections, _seed, _operatorKey) = (url, connections, seed, operatorKey);
        Command = new("flash-sale", "Plays a flash sale with people and bots, and judges it.")
        {
            _buyers,
            _units,
            _bots,
            _joins,
            _limit,
            _duration,
            _kill,
            _pause,
            url,
            connections,
            seed,
            operatorKey,
        };
        Command.SetAction((parsed, _) => run(Read(parsed)));
    }

    public Command Command { get; }

    private FlashSaleSettings Read(ParseResult parsed) =>
        new(
            parsed.GetRequiredValue(_url),
            parsed.GetValue(_operatorKey)
                ?? Environment.GetEnvironmentVariable("COMMERCE_OPERATOR_KEY"),
            parsed.GetValue(_seed) ?? RandomNumberGenerator.GetInt32(int.MaxValue),
            parsed.GetValue(_connections),
            parsed.GetValue(_buyers),
            parsed.GetValue(_units),
            parsed.GetValue(_bots),
            parsed.GetValue(_joins),
            parsed.GetValue(_limit),
            TimeSpan.FromSeconds(parsed.GetValue(_duration)),
            parsed.GetValue(_kill),
            parsed.GetValue(_pause)
        );

    private static double ParseShare(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (
            text.EndsWith('%')
            && double.TryParse(text[..^1], CultureInfo.InvariantCulture, out var percent)
        )
            return percent / 100;

        result.AddError($"--bots must be like 30%, not {text}");
        return 0;
    }
}
