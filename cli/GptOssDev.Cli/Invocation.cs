using System.Text;
using GptOssDev.Cli.Daemon;
using GptOssDev.Cli.Input;
using GptOssDev.Cli.Output.Terminal;
using GptOssDev.Client.Settings;
using GptOssDev.Contracts;

namespace GptOssDev.Cli;

/// <summary>One run of one command: its surroundings, and what every command needs of them. Used by one thread at a time.</summary>
internal sealed class Invocation(
    CliContext context,
    IDaemonConnector connector,
    GlobalValues global,
    TerminalOutput screen
)
{
    private readonly Dictionary<string, ResolvedSettings> _settings = [];

    public CliContext Context => context;

    public IDaemonConnector Connector => connector;

    public GlobalValues Global => global;

    public TerminalOutput Screen => screen;

    public StandardInput Input { get; } = new(context);

    public TargetParser Targets { get; } = new(context.WorkingDirectory);

    /// <summary>The daemon this command line asks for.</summary>
    public ConnectionOptions Wish =>
        new(Private: global.NoDaemon)
        {
            OnStarting = () => screen.Detail("starting the daemon"),
            OnOtherEnvironment = names => EnvironmentMismatch.Tell(screen, names),
        };

    public Task<IDaemon> ConnectAsync(CancellationToken cancellationToken) =>
        connector.ConnectAsync(Wish, cancellationToken);

    /// <summary>The folder to work in: the one named, or the one around a file or the working directory.</summary>
    /// <param name="file">Absolute; null when the command names none.</param>
    public string RootFor(string? file) =>
        global.Root
        ?? WorkspaceRoot.Find(
            file is null ? context.WorkingDirectory : Path.GetDirectoryName(file) ?? context.WorkingDirectory
        );

    /// <summary>The settings that count in a root. What the files hold that is passed over is told once.</summary>
    public ResolvedSettings SettingsFor(string? root)
    {
        if (_settings.TryGetValue(root ?? "", out var known))
        {
            return known;
        }

        var sources = new SettingsSources(UserFiles.Settings(connector.Folders), root, context.Environment)
        {
            Flags = global.Flags,
        };
        var resolved = ResolvedSettings.Resolve(sources);
        foreach (var warning in resolved.Warnings)
        {
            screen.Warn(warning);
        }

        _settings[root ?? ""] = resolved;
        return resolved;
    }

    public GenerationOptions GenerationFor(string root)
    {
        var resolved = SettingsFor(root);
        // A variable's path starts where the command does. The user's file holds whole ones, a repository's only names.
        var isVariable = resolved.Get(SettingKeys.Model).Origin == SettingOrigin.Environment;
        var model =
            isVariable && resolved.Model is { } named
                ? ModelArgument.Whole(named, context.WorkingDirectory)
                : resolved.Model;
        return new GenerationOptions(model, resolved.Effort, resolved.Seed, resolved.Temperature);
    }

    /// <summary>The workspace of a request, with the trust the user gave it; asks a person at the terminal once.</summary>
    /// <param name="file">Absolute; null when the command names none.</param>
    /// <param name="mayAsk">False for output that only programs read.</param>
    public WorkspaceScope ScopeFor(string root, string? file, bool mayAsk)
    {
        var framework = SettingsFor(root).Framework;
        if (global.Trust)
        {
            return new WorkspaceScope(root, Trusted: true, framework);
        }

        var store = new TrustStore(UserFiles.Trust(connector.Folders));
        if (store.Find(root) is { } decided)
        {
            return new WorkspaceScope(root, decided, framework);
        }

        var hasPerson = mayAsk && context.InputIsTerminal && context.ErrorIsTerminal && !screen.Quiet;
        var folder = file is null ? null : Path.GetDirectoryName(file);
        if (!hasPerson || !WorkspaceRoot.HasProjects(root, folder))
        {
            return new WorkspaceScope(root, Trusted: false, framework);
        }

        var trusted = Confirm(
            $"Checking edits with the compiler runs the build files of {root}.\nTrust this repository? [y/N] "
        );
        Remember(store, root, trusted);
        return new WorkspaceScope(root, trusted, framework);
    }

    /// <summary>Asks a person; no answer is no.</summary>
    public bool Confirm(string question)
    {
        screen.Prompt(TerminalText.Clean(question));
        return ReadLine()?.Trim().ToUpperInvariant() is "Y" or "YES";
    }

    /// <summary>Says what the daemon wants the user told, unless this machine was told before.</summary>
    public void TellOnce(string? notice)
    {
        if (notice is not { Length: > 0 } || screen.Quiet)
        {
            return;
        }

        if (new NoticeStore(UserFiles.Notices(connector.Folders)).IsFirst(notice))
        {
            screen.Note($"note: {notice}", TextStyle.Yellow);
        }
    }

    private void Remember(TrustStore store, string root, bool trusted)
    {
        try
        {
            store.Set(root, trusted);
        }
        catch (SettingsException problem)
        {
            screen.Warn(problem.Message);
        }
    }

    /// <summary>Reads byte by byte, so that nothing after the line is lost to what reads next.</summary>
    private string? ReadLine()
    {
        const int Longest = 1000;
        var bytes = new List<byte>();
        var one = new byte[1];
        while (bytes.Count < Longest && context.Input.Read(one, 0, 1) == 1 && one[0] != '\n')
        {
            bytes.Add(one[0]);
        }

        return bytes.Count == 0 ? null : Encoding.UTF8.GetString([.. bytes]);
    }
}
