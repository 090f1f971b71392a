using Commerce.Customers;
using Commerce.Secrets;
using Commerce.Shopping;

namespace Commerce.SignIn.Passkeys;

/// <summary>A passkey as its owner sees it.</summary>
/// <param name="DoubtedAt">When a copy of it was refused.</param>
public sealed record ShownPasskey(
    PasskeyId Id,
    string Name,
    DateTimeOffset AddedAt,
    DateTimeOffset? UsedAt,
    DateTimeOffset? DoubtedAt
)
{
    internal static ShownPasskey Of(Passkey passkey, CustomerTold customer, Sealer sealer) =>
        new(
            passkey.Id,
            KeptPasskey.Open(passkey, customer, sealer).Name,
            passkey.AddedAt,
            passkey.UsedAt,
            passkey.DoubtedAt
        );
}

/// <summary>What the page of a customer's passkeys shows.</summary>
/// <param name="IsRecent">Whether they have shown just now who they are: else they look only.
/// </param>
/// <param name="Said">Why a form came back, if one did.</param>
public sealed record PasskeysModel(
    IReadOnlyList<ShownPasskey> All,
    bool IsRecent,
    Said? Said = null
);
