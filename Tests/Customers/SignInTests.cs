namespace Commerce.Customers;

/// <summary>That passwords are compared, counted and locked, whoever's they are.</summary>
[Collection(AccountTests.Name)]
public sealed class SignInTests(CustomerStore store)
{
    private const string Password = CustomerStore.Password;

    private PasswordSignIn SignIn => store.Store.Service<PasswordSignIn>();

    [Fact]
    public async Task The_right_password_signs_in_however_the_address_is_written()
    {
        await store.Open("cleo@example.com");

        var signedIn = await SignIn.Try(" CLEO@Example.com", Password);

        Assert.True(signedIn.IsAccepted);
        Assert.Equal("invalid_credentials", await Code("cleo@example.com", Password + " "));
        Assert.Equal("invalid_credentials", await Code("cleo@example.com", ""));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_ten_wrong_ones_at_once_no_other_is_compared(bool known)
    {
        var email = $"locked-{known}@example.com";
        if (known)
            await store.Open(email);

        var codes = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => Code(email, $"wrong password {i}"))
        );
        var right = await SignIn.Try(email, Password);

        Assert.Equal(10, codes.Count(code => code is "invalid_credentials"));
        Assert.Equal(10, codes.Count(code => code is "sign_in_locked"));
        Assert.Equal("sign_in_locked", right.Rejection?.Code);
        Assert.InRange(right.Rejection!.ToProblem().RetryAfter!.Value.TotalMinutes, 14, 15);
    }

    [Fact]
    public async Task Many_who_know_the_password_sign_in_at_once()
    {
        await store.Open("many@example.com");
        for (var i = 0; i < 9; i++)
            Assert.Equal("invalid_credentials", await Code("many@example.com", "a wrong one"));

        var codes = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => Code("many@example.com", Password))
        );

        Assert.All(codes, Assert.Null);
        Assert.Equal("invalid_credentials", await Code("many@example.com", "a wrong one"));
    }

    private async Task<string?> Code(string email, string password) =>
        (await SignIn.Try(email, password)).Rejection?.Code;
}
