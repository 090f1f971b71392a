namespace Commerce.Http;

/// <summary>A page of a list, as <see cref="PageAnswer"/> writes it.</summary>
internal sealed record PageBody<T>(IReadOnlyList<T> Data, PagePlace Page);

/// <param name="Next">The cursor behind which more items follow; null behind the last.</param>
/// <param name="Last">The cursor behind this page, in a list that grows at its end.</param>
internal sealed record PagePlace(string? Next, string? Last = null);
