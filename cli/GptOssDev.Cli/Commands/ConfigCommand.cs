using System.CommandLine;
using GptOssDev.Cli.Commands.Options;
using GptOssDev.Cli.Input;
using GptOssDev.Cli.Output;
using GptOssDev.Cli.Output.Terminal;
using GptOssDev.Client.Settings;

namespace GptOssDev.Cli.Commands;

/// <summary><c>gptoss config</c>: reads and changes the user's settings.</summary>
internal static class ConfigCommand
{
    public static Command Create(CommandHost host) =>
        new CliCommand(
            "config",
            "Settings: the user's file, .gptoss.json in the repository, GPTOSS_* variables, options; the last one counts.",
            "gptoss config list",
            "gptoss config set effort low",
            "gptoss config set trust ."
        )
        {
            CreateGet(host),
            CreateSet(host),
            CreateUnset(host),
            CreateList(host),
            CreatePath(host),
        };

    private static CliCommand CreateGet(CommandHost host)
    {
        var key = Key();
        var command = new CliCommand("get", "Print the value that counts here.", "gptoss config get model") { key };
        return host.Handle(
            command,
            (parse, invocation, _) =>
            {
                var found = Find(parse.GetRequiredValue(key));
                foreach (var value in ValuesOf(invocation, found))
                {
                    invocation.Screen.WriteLine(value);
                }

                return Task.FromResult(ExitCodes.Done);
            }
        );
    }

    private static CliCommand CreateSet(CommandHost host)
    {
        var key = Key();
        var value = new Argument<string>("VALUE") { Description = "The value; for trust, a folder." };
        var command = new CliCommand(
            "set",
            "Set a value in the user's settings.",
            "gptoss config set effort low",
            "gptoss config set idleUnloadSeconds 900",
            "gptoss config set trust ~/code/shop"
        )
        {
            key,
            value,
        };
        return host.Handle(
            command,
            (parse, invocation, _) =>
            {
                var found = Find(parse.GetRequiredValue(key));
                var text = parse.GetRequiredValue(value);
                if (found.Kind == SettingKind.Folders)
                {
                    var folder = Folder(invocation, text);
                    Trust(invocation).Set(folder, trusted: true);
                    invocation.Screen.Note($"trusted: {folder}", TextStyle.Plain);
                    return Task.FromResult(ExitCodes.Done);
                }

                if (found.Normalize(text, out var normal) is { } problem)
                {
                    throw CliException.BadInput($"{found.Name}: '{text}' {problem}");
                }

                if (found == SettingKeys.Model)
                {
                    normal = ModelArgument.Whole(normal, invocation.Context.WorkingDirectory);
                }

                SettingsFile.Set(UserFile(invocation), found, normal);
                return Task.FromResult(ExitCodes.Done);
            }
        );
    }

    private static CliCommand CreateUnset(CommandHost host)
    {
        var key = Key();
        var value = new Argument<string?>("FOLDER")
        {
            Description = "For trust: the folder to trust no more.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new CliCommand(
            "unset",
            "Take a value out of the user's settings.",
            "gptoss config unset effort",
            "gptoss config unset trust ~/code/shop"
        )
        {
            key,
            value,
        };
        return host.Handle(
            command,
            (parse, invocation, _) =>
            {
                var found = Find(parse.GetRequiredValue(key));
                var folder = parse.GetValue(value);
                if (found.Kind != SettingKind.Folders)
                {
                    SettingsFile.Set(UserFile(invocation), found, null);
                }
                else if (folder is null)
                {
                    throw CliException.BadInput($"name the folder: gptoss config unset {found.Name} FOLDER");
                }
                else
                {
                    // The folder may be gone already; forgetting it must still work.
                    var path = Path.GetFullPath(folder, invocation.Context.WorkingDirectory);
                    Trust(invocation).Set(path, trusted: null);
                }

                return Task.FromResult(ExitCodes.Done);
            }
        );
    }

    private static CliCommand CreateList(CommandHost host)
    {
        var json = CommonOptions.Json();
        var command = new CliCommand("list", "List every setting, its value and where it comes from.") { json };
        return host.Handle(
            command,
            (parse, invocation, _) =>
            {
                var resolved = invocation.SettingsFor(invocation.RootFor(null));
                var outputs = resolved.All.Select(setting => Output(invocation, setting)).ToList();
                if (parse.GetValue(json))
                {
                    invocation.Screen.WriteJson(new SettingsOutput(outputs), CliJson.Default.SettingsOutput);
                }
                else
                {
                    var rows = outputs.Select(one => (string[])[one.Name, one.Value, one.Origin, one.Description]);
                    Tables.Show(
                        invocation.Screen,
                        invocation.Context,
                        ["setting", "value", "from", "what it does"],
                        [.. rows]
                    );
                }

                return Task.FromResult(ExitCodes.Done);
            }
        );
    }

    private static CliCommand CreatePath(CommandHost host)
    {
        var command = new CliCommand("path", "Print where the user's settings file is.", "gptoss config path");
        return host.Handle(
            command,
            (_, invocation, _) =>
            {
                invocation.Screen.WriteLine(UserFile(invocation));
                return Task.FromResult(ExitCodes.Done);
            }
        );
    }

    private static Argument<string> Key() =>
        new("KEY")
        {
            Description = "A setting's name; 'gptoss config list' shows them.",
            CompletionSources =
            {
                _ => SettingKeys.All.Select(key => new System.CommandLine.Completions.CompletionItem(key.Name)),
            },
        };

    private static SettingKey Find(string name) =>
        SettingKeys.Find(name)
        ?? throw CliException.BadInput(
            $"there is no setting '{name}'"
                + (
                    Suggestion.Closest(name, SettingKeys.All.Select(key => key.Name)) is { } near
                        ? $", did you mean '{near}'?"
                        : ": gptoss config list shows them"
                )
        );

    private static IReadOnlyList<string> ValuesOf(Invocation invocation, SettingKey key) =>
        key.Kind == SettingKind.Folders
            ? Trust(invocation).Trusted()
            : [invocation.SettingsFor(invocation.RootFor(null)).Get(key).Value];

    private static SettingOutput Output(Invocation invocation, ResolvedSetting setting)
    {
        var isTrust = setting.Key.Kind == SettingKind.Folders;
        var folders = isTrust ? Trust(invocation).Trusted() : [];
        var origin = folders.Count > 0 ? SettingOrigin.UserFile : setting.Origin;
        return new SettingOutput(
            setting.Key.Name,
            isTrust ? string.Join(Path.PathSeparator, folders) : setting.Value,
            OriginWord(origin),
            folders.Count > 0 ? UserFiles.Trust(invocation.Connector.Folders) : setting.Where,
            setting.Key.Default,
            setting.Key.UserOnly,
            isTrust ? "" : setting.Key.EnvironmentVariable,
            setting.Key.Description
        );
    }

    private static string OriginWord(SettingOrigin origin) =>
        origin switch
        {
            SettingOrigin.UserFile => "user",
            SettingOrigin.RepositoryFile => "repository",
            SettingOrigin.Environment => "environment",
            SettingOrigin.Flag => "flag",
            _ => "default",
        };

    private static string Folder(Invocation invocation, string text)
    {
        var folder = text.Length == 0 ? "" : Path.GetFullPath(text, invocation.Context.WorkingDirectory);
        return Directory.Exists(folder) ? folder : throw CliException.BadInput($"trust: there is no folder '{text}'");
    }

    private static TrustStore Trust(Invocation invocation) => new(UserFiles.Trust(invocation.Connector.Folders));

    private static string UserFile(Invocation invocation) => UserFiles.Settings(invocation.Connector.Folders);
}
