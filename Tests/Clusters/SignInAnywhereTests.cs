using System.Net;
using System.Net.Http.Json;
using Commerce.Stores;

namespace Commerce.Clusters;

/// <summary>An account is one, whichever of three silos each request for it comes to.</summary>
[Collection(nameof(TwoSilos))]
public sealed class SignInAnywhereTests(TwoSilos cluster, ThirdSilo third)
    : IClassFixture<ThirdSilo>
{
    private const string Password = "plum tart on sunday";
    private const int Tries = 10;
    private const string Locked = "Too many wrong passwords";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_address_is_registered_once()
    {
        var answers = await Everywhere(number => Register("once@example.com", number));

        Assert.Equal(1, answers.Count(each => each is HttpStatusCode.Created));
        Assert.Equal(Tries - 1, answers.Count(each => each is HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task Ten_wrong_passwords_are_ten_wherever_they_are_tried()
    {
        Assert.Equal(HttpStatusCode.Created, await Register("guessed@example.com", silo: 0));

        var wrong = await Everywhere(number => SignIn("guessed@example.com", "wrong", number));
        var eleventh = await Everywhere(number => SignIn("guessed@example.com", Password, number));
        var other = await Everywhere(number => SignIn("nobody@example.com", Password, number));

        Assert.All(wrong, each => Assert.Equal(HttpStatusCode.Unauthorized, each.Status));
        Assert.All(eleventh, each => Assert.Equal(HttpStatusCode.TooManyRequests, each.Status));
        Assert.All(eleventh, each => Assert.Contains(Locked, each.Page, StringComparison.Ordinal));
        Assert.All(other, each => Assert.Equal(HttpStatusCode.Unauthorized, each.Status));
    }

    /// <summary>As often as may be tried, at once, and by turns at each silo.</summary>
    private static Task<T[]> Everywhere<T>(Func<int, Task<T>> send) =>
        Task.WhenAll(Enumerable.Range(0, Tries).Select(send));

    private async Task<HttpStatusCode> Register(string email, int silo)
    {
        using var http = Connect(silo);
        using var answer = await http.PostAsJsonAsync(
            "/api/v1/accounts",
            new { email, password = Password },
            Stop
        );
        return answer.StatusCode;
    }

    private async Task<(HttpStatusCode Status, string Page)> SignIn(
        string email,
        string password,
        int silo
    )
    {
        using var http = Connect(silo);
        http.DefaultRequestHeaders.Add(
            "Origin",
            http.BaseAddress!.GetLeftPart(UriPartial.Authority)
        );
        using var form = new FormUrlEncodedContent([
            new("email", email),
            new("password", password),
        ]);
        using var answer = await http.PostAsync("/account/sign-in", form, Stop);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    /// <summary>A connection of its own.</summary>
    private HttpClient Connect(int silo) => new() { BaseAddress = Silos[silo % Silos.Length].Url };

    private StoreProcess[] Silos => [cluster.First, cluster.Second, third.Process];
}
