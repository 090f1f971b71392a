using Commerce.Secrets;

namespace Commerce.Http;

/// <summary>Which page of a list is asked for: <c>?limit=50&amp;cursor=…</c>.</summary>
internal readonly record struct PageRequest(int? Limit, string? Cursor, ServerKeys Keys)
{
    private const int LimitDefault = 50;
    private const int LimitMax = 200;

    /// <summary>Answers a page of a view's list, which only that list's cursors go on in.</summary>
    /// <param name="grains">Where views are read.</param>
    /// <param name="view">The view's name.</param>
    /// <param name="list">Which of its lists.</param>
    /// <param name="cacheControl">Who may keep the page, and for how long.</param>
    public Task<IResult> Answer(
        IGrainFactory grains,
        string view,
        string list,
        string cacheControl = PageAnswer.Private
    )
    {
        var (page, name) = (this, $"{view}/{list}");
        return Read(
            name,
            async (limit, after) =>
            {
                var read = await grains.View(view).GetPage(list, limit, after);
                return read.Match(rows => new PageAnswer(rows.Rows)
                {
                    Next = page.Sign(name, rows.Next),
                    CacheControl = cacheControl,
                });
            }
        );
    }

    /// <summary>Reads a page of whatever list, once the request for it is found in order.</summary>
    public async Task<IResult> Read(
        string list,
        Func<int, string?, Task<IResult>> read,
        int limitMax = LimitMax
    )
    {
        var limit = Limit ?? LimitDefault;
        if (limit < 1 || limit > limitMax)
        {
            return new Problem(
                StatusCodes.Status422UnprocessableEntity,
                "limit_out_of_range",
                $"A page has 1 to {limitMax} items."
            );
        }

        string? after = null;
        return Cursor is null || SignedMark.TryRead(Keys, list, Cursor, out after)
            ? await read(limit, after)
            : SignedMark.Invalid;
    }

    public string? Sign(string list, string? mark) =>
        mark is null ? null : SignedMark.Write(Keys, list, mark);
}
