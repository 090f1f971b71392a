using Commerce.LoadTests.Http;

namespace Commerce.LoadTests;

/// <summary>A run cannot begin; the message tells the user why, in a line.</summary>
public sealed class SetUpException(string message) : Exception(message)
{
    /// <exception cref="SetUpException">The answer is not the expected one.</exception>
    public static void Require(bool expected, string request, Response response)
    {
        if (!expected)
        {
            throw new SetUpException($"set-up failed: {request} answered {response.Kind}");
        }
    }
}
