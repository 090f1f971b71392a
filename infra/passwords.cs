#!/usr/bin/env dotnet
#:property InvariantGlobalization=true
// Writes passwords that many people have to a file, one a line, for SignIn:BreachedPasswords:
// ./dev passwords [FILE]. They come from @zxcvbn-ts/language-common (MIT), by npm.
using System.Diagnostics;
using System.Text.Json;

const string Package = "@zxcvbn-ts/language-common@4.1.3";

var target = Path.GetFullPath(args is [var said] ? said : "data/breached-passwords.txt");
var folder = Directory.CreateTempSubdirectory("passwords-").FullName;
try
{
    if (!Run("npm", "pack", "--silent", Package))
        return 1;

    var packed = Directory.GetFiles(folder, "*.tgz").Single();
    if (!Run("tar", "xzf", packed))
        return 1;

    using var list = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(folder, "package", "src", "passwords.json"))
    );
    var words = list.RootElement.EnumerateArray().Select(each => each.GetString()!).ToList();
    Directory.CreateDirectory(Path.GetDirectoryName(target)!);
    File.WriteAllLines(target, words);
    Console.WriteLine($"{words.Count} passwords in {target}");
    return 0;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

bool Run(string program, params string[] arguments)
{
    using var process = Process.Start(
        new ProcessStartInfo(program, arguments) { WorkingDirectory = folder }
    )!;
    process.WaitForExit();
    return process.ExitCode == 0;
}
