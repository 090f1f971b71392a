using System.Diagnostics;
using System.Globalization;

namespace Commerce.Cluster;

/// <summary>The processes of a cluster but for the databases: how each is started.</summary>
internal sealed class Parts(Plan plan, Databases databases, string webhookSecret)
{
    public Part Redis() =>
        Make(
            "redis",
            () =>
                new(
                    "redis-server",
                    [
                        .. (string[])["--port", Text(plan.RedisPort), "--bind", "127.0.0.1"],
                        .. (string[])["--dir", plan.FolderOf("redis"), "--save", ""],
                        .. (string[])["--appendonly", "yes", "--appendfsync", "always"],
                    ]
                )
        );

    public Part Provider() =>
        Make(
            "provider",
            () =>
                Program(
                    "PaymentSimulator",
                    $"--urls={Local(plan.ProviderPort)}",
                    $"--Provider:Ledger={plan.FolderOf("provider")}/ledger.db",
                    $"--Provider:Webhook={plan.Url}hooks/v1/simulated",
                    $"--Provider:PublicUrl={Local(plan.ProviderPort)}",
                    $"--Provider:Secret={webhookSecret}"
                )
        );

    public Part Silo(int number) =>
        Make(
            NameOf(number),
            () =>
            {
                var start = Program(
                    "Silo",
                    [
                        .. Member(NameOf(number), "silo", plan.SiloPorts[number]),
                        "--Store=postgres",
                        $"--Payments:Provider={Local(plan.ProviderPort)}",
                        "--Dashboard=true",
                    ]
                );
                start.Environment["Postgres"] = databases.ConnectionString;
                start.Environment["Payments__WebhookSecret"] = webhookSecret;
                return start;
            },
            Local(plan.SiloPorts[number])
        );

    public Part Frontend(int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"frontend-{number + 1}");
        return Make(
            name,
            () =>
            {
                var port = plan.FrontendPorts[number];
                var start = Program("Frontend", [.. Member(name, "frontend", port)]);
                start.Environment["Payments__WebhookSecret"] = webhookSecret;
                return start;
            }
        );
    }

    public Part Edge() =>
        Make(
            "edge",
            () =>
                Program(
                    "Edge",
                    $"--urls={plan.Url.OriginalString}",
                    $"--Silos={string.Join(',', Asked.Select(Local))}"
                )
        );

    public static string NameOf(int silo) =>
        string.Create(CultureInfo.InvariantCulture, $"silo-{silo + 1}");

    public static string Local(int port) =>
        string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    /// <summary>Where requests go.</summary>
    private IReadOnlyList<int> Asked => plan.Frontends > 0 ? plan.FrontendPorts : plan.SiloPorts;

    /// <summary>The settings of a silo and of a frontend alike.</summary>
    private IEnumerable<string> Member(string name, string role, int port)
    {
        yield return $"--Data={plan.FolderOf(name)}";
        yield return $"--Secrets={plan.FolderOf("secrets")}";
        yield return $"--urls={Local(port)}";
        yield return "--Proxies=127.0.0.0/8";
        yield return "--NoticeMilliseconds=1000";
        yield return $"--Cluster:Name={Plan.Name}";
        yield return $"--Cluster:Redis=127.0.0.1:{plan.RedisPort}";
        if (!plan.IsSecured)
            yield break;

        yield return $"--Cluster:Tls:Certificate={plan.Certificates}/{role}.pem";
        yield return $"--Cluster:Tls:Key={plan.Certificates}/{role}.key";
        yield return $"--Cluster:Tls:Authority={plan.Certificates}/authority.pem";
    }

    private Part Make(string name, Func<ProcessStartInfo> command, string? url = null)
    {
        Directory.CreateDirectory(plan.FolderOf(name));
        return new(name, plan.Logs, command) { Url = url };
    }

    private ProcessStartInfo Program(string name, params string[] arguments)
    {
        var program = Path.Combine(plan.Binaries, name, "release", $"{name}.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            // Settings are looked for, and watched, where a program is started.
            WorkingDirectory = Path.GetDirectoryName(program),
        };
        // Many processes share few cores: whoever waits must not spin meanwhile.
        start.Environment["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0";
        return start;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
