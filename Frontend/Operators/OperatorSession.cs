namespace Commerce.Operators;

/// <summary>An operator who has signed in to their pages, as long as one request takes.</summary>
/// <param name="By">Who it is, with all that they may do now.</param>
/// <param name="Id">What their forms are bound to.</param>
internal sealed record OperatorSession(Operator By, string Id);
