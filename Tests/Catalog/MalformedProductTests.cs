using System.Net;

namespace Commerce.Catalog;

/// <summary>Documents that make no product.</summary>
public sealed class MalformedProductTests(SharedCatalog shared) : IClassFixture<SharedCatalog>
{
    [Theory]
    [InlineData("""{"slug":"x"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"slug":"x","name":{"en":1},"variants":[]}""", HttpStatusCode.BadRequest)]
    [InlineData(
        """{"slug":"x","name":{"en":"a","en":"b"},"variants":[]}""",
        HttpStatusCode.BadRequest
    )]
    [InlineData(
        """{"slug":"x","Name":{},"name":{"en":"a"},"variants":[]}""",
        HttpStatusCode.BadRequest
    )]
    [InlineData(
        """{"slug":"X","name":{"en":"a"},"variants":[null]}""",
        HttpStatusCode.UnprocessableEntity
    )]
    [InlineData(
        """{"slug":"x","name":{"en":"4111 1111 1111 1111"},"variants":[]}""",
        HttpStatusCode.UnprocessableEntity
    )]
    public async Task What_is_malformed_changes_nothing(string json, HttpStatusCode status)
    {
        var refused = await shared.Store.PutByKey("mug", json);

        Assert.Equal(status, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        Assert.Empty(await shared.Store.Events("claim.claimed"));
    }
}
