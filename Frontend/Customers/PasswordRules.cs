using Commerce.Shopping;

namespace Commerce.Customers;

/// <summary>
/// Which passwords are taken, as NIST SP 800-63B has it: long enough, and not what is tried first.
/// What they are made of is nobody's business.
/// </summary>
internal sealed class PasswordRules(ShopSettings shop, BreachedPasswords breached)
{
    /// <summary>In characters, however many code units they are.</summary>
    public const int LengthMin = 8;
    public const int LengthMax = 256;

    /// <summary>A shorter name would forbid what has nothing to do with it.</summary>
    private const int NameLengthMin = 4;

    /// <summary>Why the password is not taken; <c>null</c> if it is.</summary>
    /// <param name="pointer">Where it stands in the request.</param>
    public Rejection? Objection(string password, string email, string pointer = "/password")
    {
        var length = password.EnumerateRunes().Count();
        return length < LengthMin ? Weak("too_short", pointer)
            : length > LengthMax ? Weak("too_long", pointer)
            : Names(email).Any(name => IsLittleBeside(password, name)) ? Weak("personal", pointer)
            : IsRun(password) ? Weak("predictable", pointer)
            : breached.Contain(password) ? Weak("breached", pointer)
            : null;
    }

    private static Rejection Weak(string why, string pointer) =>
        new(
            "weak_password",
            RejectionKind.Invalid,
            "This password is too short or too long, or is guessed too easily. Take another.",
            Data: [new(pointer, "code", Text: why)]
        );

    private IEnumerable<string> Names(string email) =>
        new[] { email, email.Split('@')[0], email.Split('@')[^1], shop.Name }.Where(name =>
            name.Length >= NameLengthMin
        );

    /// <summary>Whether a password is a name with hardly anything added.</summary>
    private static bool IsLittleBeside(string password, string name) =>
        password.Contains(name, StringComparison.OrdinalIgnoreCase)
        && password.Length - name.Length < NameLengthMin;

    /// <summary>Whether each character repeats, or follows, that before it: 11112222, abcdefgh.
    /// </summary>
    private static bool IsRun(string password)
    {
        var surprises = 0;
        for (var i = 2; i < password.Length; i++)
        {
            var (step, before) = (password[i] - password[i - 1], password[i - 1] - password[i - 2]);
            surprises += step == before && step is >= -1 and <= 1 ? 0 : 1;
        }

        return surprises * 4 < password.Length;
    }
}
