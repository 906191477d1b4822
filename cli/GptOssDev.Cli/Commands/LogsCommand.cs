using System.CommandLine;
using System.Text;
using GptOssDev.Cli.Commands.Options;
using GptOssDev.Client.Settings;

namespace GptOssDev.Cli.Commands;

/// <summary><c>gptoss logs</c>: shows the daemon's log, whether it runs or not.</summary>
internal static class LogsCommand
{
    private const int LargestTail = 8 << 20;
    private const int MostLines = 100_000;

    private static readonly TimeSpan _pace = TimeSpan.FromMilliseconds(250);

    public static Command Create(CommandHost host)
    {
        var follow = CommonOptions.Flag("--follow", "Go on showing what is added; Ctrl-C ends it.");
        var lines = new Option<int?>("--lines") { HelpName = "N", Description = "The last N lines only." };
        var command = new CliCommand("logs", "Show the daemon's log.", "gptoss logs --lines 50", "gptoss logs --follow")
        {
            follow,
            lines,
        };
        return host.Handle(
            command,
            async (parse, invocation, cancellationToken) =>
            {
                if (parse.GetValue(lines) is < 0 or > MostLines)
                {
                    throw CliException.BadInput($"--lines: give a number from 0 to {MostLines}");
                }

                var path = UserFiles.DaemonLog(invocation.Connector.Folders);
                var position = ShowTail(invocation, path, parse.GetValue(lines));
                if (parse.GetValue(follow))
                {
                    await FollowAsync(invocation, path, position, cancellationToken);
                }

                return ExitCodes.Done;
            }
        );
    }

    /// <returns>Where the next addition starts.</returns>
    private static long ShowTail(Invocation invocation, string path, int? lines)
    {
        using var stream = Open(path);
        var start = Math.Max(0, stream.Length - LargestTail);
        stream.Position = start;
        var text = ReadRest(stream);
        if (lines is { } wanted)
        {
            text = LastLines(text, wanted);
        }

        invocation.Screen.Write(text);
        invocation.Screen.Flush();
        return stream.Position;
    }

    private static string LastLines(string text, int count)
    {
        if (count == 0)
        {
            return "";
        }

        var index = text.EndsWith('\n') ? text.Length - 1 : text.Length;
        while (count > 0 && index > 0)
        {
            index = text.LastIndexOf('\n', index - 1);
            count--;
            if (index < 0)
            {
                return text;
            }
        }

        return index > 0 ? text[(index + 1)..] : text;
    }

    private static async Task FollowAsync(
        Invocation invocation,
        string path,
        long position,
        CancellationToken cancellationToken
    )
    {
        using var timer = new PeriodicTimer(_pace, invocation.Context.Time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (!File.Exists(path))
            {
                position = 0;
                continue;
            }

            using var stream = Open(path);
            // Shorter than before: the log was rotated and starts anew.
            stream.Position = stream.Length < position ? 0 : position;
            invocation.Screen.Write(ReadRest(stream));
            invocation.Screen.Flush();
            position = stream.Position;
        }
    }

    private static string ReadRest(FileStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        return reader.ReadToEnd();
    }

    private static FileStream Open(string path)
    {
        try
        {
            var options = new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete };
            return new FileStream(path, options);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CliException.Environment($"there is no log yet at {path}: gptoss serve starts the daemon", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw CliException.Environment($"the log {path} cannot be read: {problem.Message}", problem);
        }
    }
}
