using System.Text.Json;
using GptOssDev.Cli;
using GptOssDev.Contracts;
using GptOssDev.Tests.Unit.Backends;
using Xunit;

namespace GptOssDev.Tests.Unit.Cli;

/// <summary>Runs the program in process, in a folder and with a home of its own.</summary>
internal sealed class CliHarness : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gptoss-cli-");

    public CliHarness()
    {
        Home = Directory.CreateDirectory(Path.Combine(_folder.FullName, "home")).FullName;
        Work = Directory.CreateDirectory(Path.Combine(_folder.FullName, "work")).FullName;
        // The root of the workspace, so that nothing outside the test's folder is looked at.
        Directory.CreateDirectory(Path.Combine(Work, ".git"));
        Connector = new FakeConnector(Home, Daemon);
    }

    public static Timings Timings { get; } = new(1, 20, 5, 10, 12, 300, 30, 40, 400, 40);

    public string Home { get; }

    public string Work { get; }

    public FakeDaemon Daemon { get; } = new();

    public FakeConnector Connector { get; }

    public FakeDrivers Drivers { get; } = new();

    public Dictionary<string, string> Variables { get; } = [];

    public byte[] Input { get; set; } = [];

    public bool IsTerminal { get; set; }

    public Stream? InputStream { get; set; }

    public TextWriter? OutWriter { get; set; }

    public string ProgramFolder { get; set; } = AppContext.BaseDirectory;

    public string Write(string name, string text)
    {
        var path = Path.Combine(Work, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public Task<CliRun> RunAsync(params string[] arguments) => RunAsync(CancellationToken.None, arguments);

    public async Task<CliRun> RunAsync(CancellationToken cancellation, params string[] arguments)
    {
        var output = new StringWriter { NewLine = "\n" };
        var error = new StringWriter { NewLine = "\n" };
        var context = new CliContext
        {
            Input = InputStream ?? new MemoryStream(Input),
            Output = new MemoryStream(),
            Out = OutWriter ?? output,
            Error = error,
            InputIsTerminal = IsTerminal,
            OutputIsTerminal = IsTerminal,
            ErrorIsTerminal = IsTerminal,
            OutputIsPipe = OutWriter is not null,
            Environment = name => Variables.GetValueOrDefault(name),
            WorkingDirectory = Work,
            ProgramFolder = ProgramFolder,
            Drivers = () => Drivers,
            InputPatience = TimeSpan.FromMilliseconds(50),
        };
        var exitCode = await new Application(context, Connector).RunAsync(arguments, cancellation);
        return new CliRun(exitCode, output.ToString(), error.ToString());
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

internal sealed record CliRun(int ExitCode, string Out, string Error)
{
    /// <summary>The one JSON object on standard output; fails when there is anything else.</summary>
    public JsonElement Json
    {
        get
        {
            using var document = JsonDocument.Parse(Out);
            return document.RootElement.Clone();
        }
    }

    public string OneErrorLine
    {
        get
        {
            Assert.EndsWith("\n", Error);
            var line = Assert.Single(Error.TrimEnd('\n').Split('\n'));
            Assert.StartsWith("gptoss: ", line);
            return line;
        }
    }
}
