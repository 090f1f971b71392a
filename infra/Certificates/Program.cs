using System.CommandLine;
using System.Security.Cryptography;
using Commerce.Certificates;

var folder = new Option<DirectoryInfo>("--data")
{
    Description = "The folder of the store or the cluster; they are in certs, in it",
    DefaultValueFactory = _ => new("data"),
};
var name = new Option<string>("--name")
{
    Description = "The cluster's name, as in Cluster:Name",
    DefaultValueFactory = _ => "commerce",
};
name.Validators.Add(given =>
{
    if (given.GetValueOrDefault<string>() is not { Length: > 0 } text || !text.All(IsTaken))
        given.AddError("--name is letters and digits.");
});
var authority = new Option<string>("--authority")
{
    Description =
        "add: another one is believed, and signs from the next time on; "
        + "drop: those before it are believed no more",
};
authority.AcceptOnlyFromAmong("add", "drop");
var root = new RootCommand("Makes the certificates of a cluster, or renews them.")
{
    folder,
    name,
    authority,
};
root.SetAction(parsed =>
{
    var path = Path.Combine(parsed.GetValue(folder)!.FullName, "certs");
    var certificates = new CertificateFolder(path, parsed.GetValue(name)!, TimeProvider.System);
    try
    {
        var made = parsed.GetValue(authority) switch
        {
            "add" => certificates.AddAuthority(),
            "drop" => certificates.DropAuthorities(),
            _ => certificates.Renew(),
        };
        foreach (var line in made)
            Console.WriteLine(line);
        return 0;
    }
    catch (Exception e)
        when (e is IOException or UnauthorizedAccessException or CryptographicException)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
});
return await root.Parse(args).InvokeAsync();

static bool IsTaken(char letter) => char.IsAsciiLetterOrDigit(letter);
