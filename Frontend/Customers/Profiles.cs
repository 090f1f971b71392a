using System.Text.Json;
using Commerce.Secrets;

namespace Commerce.Customers;

/// <summary>Changes what customers say of themselves, however many do so at once.</summary>
internal sealed class Profiles(IGrainFactory grains, Sealer sealer, TimeProvider time)
{
    /// <summary>So often a change is made anew, if another came between.</summary>
    private const int TriesMax = 5;

    /// <param name="change">What becomes of what they said before.</param>
    /// <param name="expected">The version that the client means, where it says so.</param>
    public async Task<Outcome<CustomerTold>> Change(
        CustomerId id,
        Func<Profile, Profile> change,
        long? expected = null
    )
    {
        var customer = grains.Customer(id);
        for (var tries = 0; ; tries++)
        {
            var told = await customer.Get();
            if (!told.IsAccepted)
                return told.Rejection;

            var profile = change(told.Value.OpenProfile(sealer));
            var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
            if (ProfileRules.Flaws(profile, today) is { IsEmpty: false } flaws)
                return ProfileRules.Invalid(flaws);

            var text = JsonSerializer.Serialize(profile, SealedJson.Default.Profile);
            var replacement = sealer.Seal(text, told.Value.WrappedKey.AsSpan());
            var changed = await customer.ChangeProfile(replacement, told.Value.Profile, expected);
            if (changed.IsAccepted || expected is not null || tries == TriesMax)
                return changed;
        }
    }
}
