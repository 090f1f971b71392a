using System.Net;
using Commerce.Catalog;

namespace Commerce.Customers;

/// <summary>Who may open an account, and that an address has one.</summary>
[Collection(AccountTests.Name)]
public sealed class RegistrationTests(CustomerStore store)
{
    [Fact]
    public async Task Of_fifty_who_register_one_address_at_once_one_has_it()
    {
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 50)
                .Select(i =>
                    store.Register(i % 2 == 0 ? "fifty@example.com" : " FIFTY@example.com ")
                )
        );

        Assert.Single(answers, each => each.StatusCode is HttpStatusCode.Created);
        foreach (var refused in answers.Where(each => !each.IsSuccessStatusCode))
        {
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            Assert.Equal("email_taken", await Answers.Code(refused));
        }
    }

    [Fact]
    public async Task An_account_is_told_to_who_opened_it()
    {
        using var opened = await store.Register("anna@example.com", name: "Anna", locale: "de-AT");

        Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
        Assert.Equal("/api/v1/me", opened.Headers.Location!.ToString());
        var body = await opened.Json();
        Assert.True(CustomerId.TryParse(body.GetProperty("id").GetString(), null, out _));
        Assert.Equal("anna@example.com", body.GetProperty("email").GetString());
        Assert.False(body.GetProperty("emailVerified").GetBoolean());
        Assert.Equal("Anna", body.GetProperty("name").GetString());
        Assert.Equal("de-AT", body.GetProperty("locale").GetString());
        Assert.False(body.TryGetProperty("password", out _));
    }

    [Fact]
    public async Task What_has_no_normal_form_is_taken_as_it_is()
    {
        using var opened = await store.Register("\uFDD0@example.com", "\uFDD0\uFFFE plum tart");

        Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
    }

    [Theory]
    [InlineData("short", "too_short")]
    [InlineData("ben@example.com", "personal")]
    [InlineData("commerce.orleans", "personal")]
    [InlineData("aaaaaaaaaaaa", "predictable")]
    [InlineData("abcdefgh12345678", "predictable")]
    [InlineData("87654321", "predictable")]
    public async Task A_weak_password_is_refused_with_why(string password, string why)
    {
        using var refused = await store.Register("ben@example.com", password);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var body = await refused.Json();
        Assert.Equal("weak_password", body.GetProperty("code").GetString());
        var error = body.GetProperty("errors")[0];
        Assert.Equal("/password", error.GetProperty("pointer").GetString());
        Assert.Equal(why, error.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("nobody", null, "/email")]
    [InlineData("nobody@example.com", "no language", "/locale")]
    public async Task What_is_not_in_its_form_is_refused(string email, string? locale, string place)
    {
        using var refused = await store.Register(email, locale: locale);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var body = await refused.Json();
        Assert.Equal("invalid_customer", body.GetProperty("code").GetString());
        Assert.Equal(place, body.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }
}
