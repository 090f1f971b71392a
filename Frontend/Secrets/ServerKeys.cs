using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Commerce.Secrets;

/// <summary>
/// The keys of this store: files that only their owner may read, made at the first start. The
/// operators' key comes from <c>COMMERCE_OPERATOR_KEY</c> where that is set.
/// </summary>
internal sealed class ServerKeys
{
    private const string Scheme = "Bearer ";

    private readonly IOptions<JsonOptions> _json;
    private readonly byte[] _server;
    private readonly byte[] _operator;

    public ServerKeys(string folder, string? operatorKey, IOptions<JsonOptions> json)
    {
        _json = json;
        _server = KeyFile.ReadOrMake(Path.Combine(folder, "server.key"), out _);
        KeyEncryptionKey = KeyFile.ReadOrMake(Path.Combine(folder, "subjects.key"), out _);
        if (operatorKey is null)
        {
            var path = Path.Combine(folder, "operator.key");
            operatorKey = Convert.ToHexStringLower(KeyFile.ReadOrMake(path, out var isNew));
            NewOperatorKey = isNew ? operatorKey : null;
        }

        _operator = Hash(operatorKey);
    }

    /// <summary>The operators' key if it was made just now, to be shown once.</summary>
    public string? NewOperatorKey { get; }

    /// <summary>Wraps the keys of people.</summary>
    public byte[] KeyEncryptionKey { get; }

    public bool IsOperator(string? authorization) =>
        authorization?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true
        && IsOperatorKey(authorization[Scheme.Length..]);

    public bool IsOperatorKey(string key) =>
        CryptographicOperations.FixedTimeEquals(Hash(key), _operator);

    /// <summary>Marks an operator's session as ours, until the operators' key changes.</summary>
    public string SessionMark(string session) =>
        Mark("operator-session", $"{Convert.ToHexString(_operator)} {session}");

    /// <summary>A key for one purpose alone.</summary>
    public byte[] KeyFor(string purpose) =>
        HMACSHA256.HashData(_server, Encoding.UTF8.GetBytes("key " + purpose));

    /// <summary>Marks a text as ours, for one purpose.</summary>
    public string Mark(string purpose, string text) =>
        Code(Encoding.UTF8.GetBytes($"{purpose} {text}"));

    /// <summary>What a request asked for, as a hash that tells nothing else.</summary>
    public string Fingerprint<T>(T request) =>
        Code(JsonSerializer.SerializeToUtf8Bytes(request, _json.Value.SerializerOptions));

    /// <summary>The token with which a guest reaches their order.</summary>
    public string AccessToken(string order) =>
        Code(Encoding.UTF8.GetBytes("order-access " + order));

    public bool IsAccessToken(string order, string token) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(AccessToken(order)),
            Encoding.UTF8.GetBytes(token)
        );

    /// <summary>Marks a cursor as ours, so that nobody makes up their own.</summary>
    public string Sign(string text) => Code(Encoding.UTF8.GetBytes("cursor " + text))[..16];

    private string Code(byte[] of) => Convert.ToHexStringLower(HMACSHA256.HashData(_server, of));

    private byte[] Hash(string key) => HMACSHA256.HashData(_server, Encoding.UTF8.GetBytes(key));
}
