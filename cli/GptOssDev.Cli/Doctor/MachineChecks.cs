using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using GptOssDev.Client;
using GptOssDev.Client.Settings;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Doctor;

/// <summary>What can be checked without a daemon: tools, folders, settings. Writes one small file into each folder.</summary>
internal sealed class MachineChecks(Invocation invocation)
{
    private const int OldestSdk = 10;

    private static readonly TimeSpan _toolPatience = TimeSpan.FromSeconds(20);

    public async Task AddAsync(List<DoctorCheck> checks, CancellationToken cancellationToken)
    {
        checks.Add(new DoctorCheck("gptoss", CheckStates.Ok, $"version {ProductVersion.Current}"));
        checks.Add(await CheckSdkAsync(cancellationToken));
        checks.Add(await CheckGitAsync(cancellationToken));
        AddFolders(checks);
        AddSettings(checks);
    }

    private static async Task<DoctorCheck> CheckSdkAsync(CancellationToken cancellationToken)
    {
        const string Name = ".NET SDK";
        const string Mend = "install the .NET 10 SDK from https://dot.net and put it on PATH";
        var version = await ToolVersionAsync("dotnet", cancellationToken);
        if (version is null)
        {
            return new DoctorCheck(
                Name,
                CheckStates.Problem,
                "there is no SDK on PATH, so nothing can be checked",
                Mend
            );
        }

        var major = version.Split('.')[0];
        return int.TryParse(major, CultureInfo.InvariantCulture, out var number) && number >= OldestSdk
            ? new DoctorCheck(Name, CheckStates.Ok, version)
            : new DoctorCheck(Name, CheckStates.Warning, $"{version} cannot load newer projects", Mend);
    }

    private static async Task<DoctorCheck> CheckGitAsync(CancellationToken cancellationToken) =>
        await ToolVersionAsync("git", cancellationToken) is { } version
            ? new DoctorCheck("git", CheckStates.Ok, version)
            : new DoctorCheck(
                "git",
                CheckStates.Warning,
                "there is no git on PATH, so review works on patches only",
                "install git from https://git-scm.com"
            );

    private void AddFolders(List<DoctorCheck> checks)
    {
        try
        {
            var folders = invocation.Connector.Folders;
            checks.Add(CheckFolder("settings folder", folders.Config, "XDG_CONFIG_HOME"));
            checks.Add(CheckFolder("state folder", folders.State, "XDG_STATE_HOME"));
            checks.Add(CheckFolder("cache folder", folders.Cache, "XDG_CACHE_HOME"));
            checks.Add(new DoctorCheck("endpoint", CheckStates.Ok, invocation.Connector.Endpoint));
        }
        catch (DaemonException problem)
        {
            checks.Add(new DoctorCheck("folders", CheckStates.Problem, problem.Message, "set HOME"));
        }
    }

    private static DoctorCheck CheckFolder(string name, string folder, string variable)
    {
        var probe = Path.Combine(folder, $".probe-{Path.GetRandomFileName()}");
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(probe, "probe"u8);
            File.Delete(probe);
            return new DoctorCheck(name, CheckStates.Ok, folder);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new DoctorCheck(
                name,
                CheckStates.Problem,
                $"{folder} cannot be written: {problem.Message}",
                $"make it writable, or set {variable} to a folder that is"
            );
        }
    }

    private void AddSettings(List<DoctorCheck> checks)
    {
        try
        {
            var file = UserFiles.Settings(invocation.Connector.Folders);
            invocation.SettingsFor(invocation.RootFor(null));
            checks.Add(
                new DoctorCheck(
                    "settings",
                    CheckStates.Ok,
                    File.Exists(file) ? file : "none of your own; the defaults count"
                )
            );
        }
        catch (SettingsException problem)
        {
            checks.Add(
                new DoctorCheck("settings", CheckStates.Problem, problem.Message, "correct the file or variable")
            );
        }
        catch (DaemonException)
        {
            // The folders could not be computed, which was told above.
        }
    }

    /// <summary>The first line of <c>TOOL --version</c>; null when the tool is missing or does not answer.</summary>
    private static async Task<string?> ToolVersionAsync(string tool, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_toolPatience);
        var start = new ProcessStartInfo(tool, "--version")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            try
            {
                var line = await process.StandardOutput.ReadLineAsync(patience.Token);
                await process.WaitForExitAsync(patience.Token);
                return process.ExitCode == 0 && line is { Length: > 0 } ? line.Trim() : null;
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                cancellationToken.ThrowIfCancellationRequested();
                return null;
            }
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
