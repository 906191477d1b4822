using System.CommandLine;
using GptOssDev.Cli.Backends;
using GptOssDev.Cli.Commands.Options;
using GptOssDev.Cli.Daemon;
using GptOssDev.Cli.Output;
using GptOssDev.Cli.Output.Terminal;
using GptOssDev.Client;
using GptOssDev.Client.Backends;
using GptOssDev.Client.Settings;

namespace GptOssDev.Cli.Commands;

/// <summary><c>gptoss backend</c>: the native libraries that compute, for the CPU and for GPUs.</summary>
internal static class BackendCommand
{
    public static Command Create(CommandHost host) =>
        new CliCommand(
            "backend",
            "Show, install and remove native libraries: for the CPU, for NVIDIA GPUs, for Vulkan.",
            "gptoss backend list",
            "gptoss backend install cuda12"
        )
        {
            CreateList(host),
            CreateInstall(host),
            CreateRemove(host),
        };

    private static CliCommand CreateList(CommandHost host)
    {
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "list",
            "List the backends: what is there, what can run here, and which one the daemon uses.",
            "gptoss backend list",
            "gptoss backend list --json"
        )
        {
            json,
        };
        return host.Handle(
            command,
            async (parse, invocation, cancellationToken) =>
            {
                BackendsOutput output;
                await using (Spinner.Start(invocation.Context, invocation.Screen, "asking the drivers"))
                {
                    output = await Task.Run(() => new BackendInspector(invocation).Output(), cancellationToken);
                }

                if (parse.GetValue(json))
                {
                    invocation.Screen.WriteJson(output, CliJson.Default.BackendsOutput);
                }
                else
                {
                    BackendView.Show(invocation.Screen, invocation.Context, output);
                }

                return ExitCodes.Done;
            }
        );
    }

    private static CliCommand CreateInstall(CommandHost host)
    {
        var name = Name();
        var source = new Option<string?>("--source")
        {
            HelpName = "FOLDER|URL",
            Description = "Package source to ask in place of those that NuGet is configured with.",
        };
        var command = new CliCommand(
            "install",
            "Fetch a backend's NuGet package with your own package sources and install its libraries for you.",
            "gptoss backend install cuda12",
            "gptoss backend install cuda12 --source /media/usb/packages"
        )
        {
            name,
            source,
        };
        return host.Handle(
            command,
            async (parse, invocation, cancellationToken) =>
            {
                var backend = Find(parse.GetRequiredValue(name));
                var asked = Source(invocation, parse.GetValue(source));
                var store = BackendInspector.StoreOf(invocation);
                var isNew = await new BackendInstaller(invocation, store).InstallAsync(
                    backend,
                    asked,
                    cancellationToken
                );
                var installed = store.Find(backend)!;
                invocation.Screen.WriteLine(
                    isNew
                        ? $"installed {backend.Name} {installed.Version}, {TimingText.Bytes(installed.Bytes)}, in {installed.Folder}"
                        : $"{backend.Name} {installed.Version} is installed already, in {installed.Folder}"
                );
                invocation.Screen.Flush();
                await NoteUseAsync(invocation, backend, isNew, cancellationToken);
                return ExitCodes.Done;
            }
        );
    }

    private static CliCommand CreateRemove(CommandHost host)
    {
        var name = Name();
        var command = new CliCommand(
            "remove",
            "Delete an installed backend; the libraries that come with the program stay.",
            "gptoss backend remove cuda12"
        )
        {
            name,
        };
        return host.Handle(
            command,
            async (parse, invocation, cancellationToken) =>
            {
                var backend = Find(parse.GetRequiredValue(name));
                var store = BackendInspector.StoreOf(invocation);
                var isGone = await new BackendInstaller(invocation, store).RemoveAsync(backend, cancellationToken);
                invocation.Screen.WriteLine(
                    isGone ? $"removed {backend.Name}" : $"{backend.Name} is not installed; nothing to remove"
                );
                invocation.Screen.Flush();
                if (isGone)
                {
                    await NoteRestartAsync(invocation, cancellationToken);
                }

                return ExitCodes.Done;
            }
        );
    }

    /// <summary>Says what keeps the daemon from using what was installed.</summary>
    private static async Task NoteUseAsync(
        Invocation invocation,
        Backend backend,
        bool isNew,
        CancellationToken cancellationToken
    )
    {
        var survey = await Task.Run(() => new BackendInspector(invocation), cancellationToken);
        if (survey.CustomFolder is not null)
        {
            invocation.Screen.Note(
                $"note: {BackendStore.FolderVariable} is set and counts before every backend",
                TextStyle.Yellow
            );
        }
        else if (survey.Choice.Problem(backend) is { } problem)
        {
            invocation.Screen.Note($"note: {backend.Name} {problem}", TextStyle.Yellow);
        }
        else if (survey.Decision.Backend != backend)
        {
            invocation.Screen.Note(
                $"note: the daemon uses {survey.Decision.Backend.Name}: gptoss config set {SettingKeys.Backend.Name} {backend.Name} changes that",
                TextStyle.Yellow
            );
        }
        else if (isNew)
        {
            await NoteRestartAsync(invocation, cancellationToken);
        }
    }

    /// <summary>A daemon keeps the libraries that it has loaded until it ends.</summary>
    private static async Task NoteRestartAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        try
        {
            await using var daemon = await invocation.Connector.ConnectAsync(
                new ConnectionOptions(Start: false),
                cancellationToken
            );
            invocation.Screen.Note(
                "note: a daemon is running: gptoss stop, and the next command starts one with this change"
            );
        }
        catch (DaemonException problem)
        {
            // None is running, so there is none to restart.
            invocation.Screen.Detail(problem.Message);
        }
    }

    private static Argument<string> Name()
    {
        var name = new Argument<string>("NAME")
        {
            Description = $"{string.Join(", ", Backend.All.Select(one => one.Name))}.",
        };
        name.CompletionSources.Add([.. Backend.All.Select(one => one.Name)]);
        return name;
    }

    private static Backend Find(string name) =>
        Backend.Find(name)
        ?? throw CliException.BadInput(
            $"there is no backend '{name}'"
                + (
                    Suggestion.Closest(name, Backend.All.Select(one => one.Name)) is { } near
                        ? $", did you mean '{near}'?"
                        : $": there are {string.Join(", ", Backend.All.Select(one => one.Name))}"
                )
        );

    /// <summary>A source as NuGet takes it: a whole path, or an address.</summary>
    private static string? Source(Invocation invocation, string? text)
    {
        if (text is not null && IsAddress(text) is false)
        {
            var folder = text.Length == 0 ? "" : Path.GetFullPath(text, invocation.Context.WorkingDirectory);
            return Directory.Exists(folder)
                ? folder
                : throw CliException.BadInput($"--source: there is no folder '{text}', and it is not an http address");
        }

        return invocation.Global.Offline
            ? throw CliException.BadInput(
                "--offline: a package can only be fetched from a folder then: add --source FOLDER"
            )
            : text;
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);
}
