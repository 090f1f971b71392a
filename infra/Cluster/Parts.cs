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
                        .. (string[])["--port", Text(plan.RedisPort), "--bind", plan.Wiring.Redis],
                        .. (string[])["--protected-mode", "no", "--save", ""],
                        .. (string[])["--dir", plan.FolderOf("redis")],
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
                    [
                        $"--urls={plan.ProviderUrl}",
                        $"--Provider:Ledger={plan.Ledger}",
                        $"--Provider:Webhook={plan.Url}hooks/v1/simulated",
                        $"--Provider:PublicUrl={plan.ProviderUrl}",
                        $"--Provider:Secret={webhookSecret}",
                    ],
                    enter: []
                )
        );

    public Part Silo(int number) =>
        Make(
            NameOf(number),
            () =>
            {
                var start = Program(
                    plan.SiloProgram,
                    [
                        .. Member(NameOf(number), "silo", plan.SiloUrls[number]),
                        $"--Cluster:Address={plan.Wiring.Silo(number)}",
                        $"--Payments:Provider={plan.ProviderUrl}",
                        "--Dashboard=true",
                        .. plan.SiloArguments,
                    ],
                    plan.Wiring.Enter(number)
                );
                start.Environment["Postgres"] = databases.ConnectionString;
                start.Environment["Payments__WebhookSecret"] = webhookSecret;
                return start;
            },
            plan.SiloUrls[number]
        );

    public Part Frontend(int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"frontend-{number + 1}");
        return Make(
            name,
            () =>
            {
                string[] settings = [.. Member(name, "frontend", plan.FrontendUrls[number])];
                var start = Program("Frontend", settings, enter: []);
                start.Environment["Postgres"] = databases.ConnectionString;
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
                    [$"--urls={plan.Url.OriginalString}", $"--Silos={string.Join(',', Asked)}"],
                    enter: []
                )
        );

    /// <summary>Where requests go.</summary>
    private IReadOnlyList<string> Asked => plan.Frontends > 0 ? plan.FrontendUrls : plan.SiloUrls;

    public static string NameOf(int silo) =>
        string.Create(CultureInfo.InvariantCulture, $"silo-{silo + 1}");

    /// <summary>The settings of a silo and of a frontend alike.</summary>
    private IEnumerable<string> Member(string name, string role, string url)
    {
        yield return $"--Data={plan.FolderOf(name)}";
        yield return $"--Secrets={plan.FolderOf("secrets")}";
        yield return $"--urls={url}";
        yield return $"--Proxies=127.0.0.0/8,{plan.Wiring.Network}";
        yield return "--NoticeMilliseconds=1000";
        yield return $"--SignIn:Issuer={plan.Url.OriginalString}";
        yield return "--Store=postgres";
        yield return $"--Cluster:Name={Plan.Name}";
        yield return $"--Cluster:Redis={plan.Wiring.Redis}:{plan.RedisPort}";
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

    /// <param name="enter">What comes before it on the line.</param>
    private ProcessStartInfo Program(string name, string[] arguments, string[] enter)
    {
        var program = Path.Combine(plan.Binaries, name, "release", $"{name}.dll");
        string[] line = [.. enter, "dotnet", program, .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
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
