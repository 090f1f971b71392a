using Commerce.Shopping;

namespace Commerce.SignIn;

/// <summary>What the page to sign in shows.</summary>
/// <param name="Back">Where they go to then.</param>
/// <param name="Email">As it was typed before.</param>
/// <param name="Said">Why the form came back, if it did.</param>
/// <param name="IsByPasskey">Whether it was not the password that was refused.</param>
public sealed record SignInModel(
    string Back,
    string Email = "",
    Said? Said = null,
    bool IsByPasskey = false
);

/// <summary>What the page to open an account shows.</summary>
/// <param name="Wrong">The answers that were not taken.</param>
public sealed record RegisterModel(
    string Back,
    string Email,
    string Name,
    IReadOnlyList<string> Wrong,
    Said? Said = null
);

/// <summary>What a customer's own page shows.</summary>
/// <param name="Sessions">On how many devices, and in how many programs, they are signed
/// in.</param>
public sealed record AccountModel(
    string Email,
    string? Name,
    int Sessions,
    bool IsEmailVerified = false
);

/// <summary>What a page shows that a mail leads to, or to a mail.</summary>
/// <param name="Token">As the mail has it.</param>
/// <param name="IsDone">Whether it was taken a moment ago.</param>
/// <param name="Said">Why the form came back, if it did.</param>
/// <param name="IsVoid">Whether the link can be of no use any more.</param>
public sealed record MailedModel(
    string Token = "",
    bool IsDone = false,
    Said? Said = null,
    bool IsVoid = false
);

/// <summary>What people are asked before a client is told who they are.</summary>
/// <param name="Asked">What the client asked, for the form to ask it again.</param>
public sealed record ConsentModel(
    string Client,
    IReadOnlyList<KeyValuePair<string, string?>> Asked,
    IReadOnlyList<string> Scopes
);
