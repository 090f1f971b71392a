using System.Text.Json.Serialization;

namespace Commerce.SignIn;

/// <param name="Id">As it names itself: 1 to 64 of <c>a-z 0-9 -</c>, chosen by the
/// operator.</param>
/// <param name="Name">As people read it; up to 100 characters.</param>
/// <param name="RedirectUris">Where people may be sent back to, up to 10, to the letter; a loopback
/// address without a port stands for any port. Without any it signs in itself.</param>
/// <param name="Scopes">What it may ask for, beside who somebody is.</param>
/// <param name="Confidential">Whether it can keep a secret, and is given one. It must where it
/// signs in itself.</param>
/// <param name="AsksConsent">Whether people are asked before it is told who they are.</param>
internal sealed record ClientRequest(
    string Id,
    string Name,
    IReadOnlyList<string>? RedirectUris = null,
    IReadOnlyList<string>? Scopes = null,
    bool Confidential = true,
    bool AsksConsent = false
);

/// <param name="Secret">Shown this once.</param>
internal sealed record ClientBody(
    string Id,
    string Name,
    IReadOnlyList<string> RedirectUris,
    IReadOnlyList<string> Scopes,
    bool Confidential,
    bool AsksConsent,
    string? Secret
);

internal sealed record ClientsBody(IReadOnlyList<ClientBody> Data);

[JsonSerializable(typeof(ClientRequest))]
[JsonSerializable(typeof(ClientBody))]
[JsonSerializable(typeof(ClientsBody))]
internal sealed partial class SignInHttpJson : JsonSerializerContext;
