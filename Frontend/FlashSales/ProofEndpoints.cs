using System.Globalization;
using System.Text;
using Commerce.Http;

namespace Commerce.FlashSales;

/// <summary>What anybody can do a draw again with: see <see cref="Draw"/>.</summary>
internal static class ProofEndpoints
{
    private const string Text = "text/plain";
    private const int PageMax = 1_000;

    private static readonly RoomReport Nothing = new(Spent: 0, Orders: 0, TimeSpan.Zero);

    private static readonly Problem NotDrawn = new(
        StatusCodes.Status409Conflict,
        "draw_pending",
        "The set of tickets is not closed yet."
    );

    public static void Map(IEndpointRouteBuilder sales)
    {
        sales
            .MapGet("/{id}/proof", Get)
            .Means("getSaleProof", "What the draw was made of; its seed once it is open.")
            .Answers<ProofBody>(200)
            .Refuses(404, "not_found")
            .Refuses(409, "draw_pending");
        sales
            .MapGet("/{id}/proof/tickets", GetTickets)
            .Means(
                "getSaleProofTickets",
                "The closed set in the order of the hashes: a line for each, with its position."
            )
            .Produces<string>(200, Text)
            .Refuses(404, "not_found")
            .Refuses(409, "draw_pending");
    }

    private static async Task<IResult> Get(SaleId id, IGrainFactory grains)
    {
        var proof = await Find(id, grains);
        return proof.IsAccepted
            ? proof.Value is { } drawn
                ? new Answer<ProofBody>(drawn)
                : NotDrawn
            : proof.Rejection.ToProblem();
    }

    private static async Task<IResult> GetTickets(SaleId id, IGrainFactory grains)
    {
        var proof = await Find(id, grains);
        if (!proof.IsAccepted)
            return proof.Rejection.ToProblem();

        return proof.Value is { } drawn
            ? TypedResults.Stream(to => Write(drawn, grains, to), Text)
            : NotDrawn;
    }

    private static async Task<Outcome<ProofBody?>> Find(SaleId id, IGrainFactory grains)
    {
        var sale = await grains.Sale(id).Get();
        if (!sale.IsAccepted)
            return sale.Rejection;
        if (sale.Value.Commit is not { } commit)
            return (ProofBody?)null!;

        var room = await grains.Room(id).Follow(seen: 0, Nothing, TimeSpan.Zero);
        return room.Root is { } root
            ? new ProofBody(id, commit, room.Seed, root, room.Count, Draw.Note)
            : (ProofBody?)null!;
    }

    /// <summary>Leaf after leaf and page after page, so that no set is too large.</summary>
    private static async Task Write(ProofBody proof, IGrainFactory grains, Stream to)
    {
        var root = Convert.FromHexString(proof.Root);
        var seed = proof.Seed is { } open ? Convert.FromHexString(open) : null;
        await using var text = new StreamWriter(to, Encoding.ASCII, leaveOpen: true);
        for (var i = 0; i < Draw.Leaves; i++)
        {
            var leaf = grains.RoomLeaf(proof.Sale, i);
            var from = 0;
            while (await leaf.GetTickets(from, PageMax) is { Length: > 0 } page)
            {
                foreach (var ticket in page)
                {
                    await text.WriteAsync(Line(ticket, seed, root, proof.Count));
                }

                from += page.Length;
            }
        }
    }

    private static string Line(string ticket, byte[]? seed, byte[] root, long count)
    {
        if (seed is null)
            return ticket + "\n";

        var rank = Draw.Rank(seed, root, Convert.FromHexString(ticket));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{ticket} {Draw.Position(rank, count)}\n"
        );
    }
}
