using Commerce.EventSourcing;

namespace Commerce.LoadTests.Micro;

/// <summary>
/// Events into the journal, each writer waiting for its own, beside a raw insert.
/// </summary>
internal static class Appends
{
    public static async Task Measure(IJournal journal, string folder)
    {
        var data =
            """
            {"kind":"stock.held","holder":"ord_eu1_01JABCDEFGHJKMNPQRSTVWXYZ0","round":1,
            "quantity":1,"expiresAt":"2030-01-01T12:10:00+00:00"}
            """u8.ToArray();
        var bench = new NewEvent("bench", DateTimeOffset.UnixEpoch, data);
        foreach (var writers in (int[])[64, 256])
        {
            var raw = RawInsert.Measure(folder, writers, bench);
            var rate = await Rate.Measure(
                $"append, {writers} writers",
                writers,
                (writer, i) => journal.Append(new($"bench/{writers}-{writer}", i, [bench]))
            );
            Console.WriteLine($"that is {rate / raw:n2} of the raw insert");
        }
    }
}
