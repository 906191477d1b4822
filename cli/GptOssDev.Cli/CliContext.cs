using GptOssDev.Client.Backends;

namespace GptOssDev.Cli;

/// <summary>
/// All of the outside world a command sees: its streams, whether a person sits at them, the environment. Tests give
/// their own. Not owned: who makes it closes the streams.
/// </summary>
internal sealed record CliContext
{
    /// <summary>Standard input as bytes.</summary>
    public required Stream Input { get; init; }

    /// <summary>Standard output as bytes, for the bridge; text goes to <see cref="Out"/>.</summary>
    public required Stream Output { get; init; }

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    public bool InputIsTerminal { get; init; }

    /// <summary>Whether standard input was closed when the program started.</summary>
    public bool InputIsClosed { get; init; }

    public bool OutputIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    /// <summary>Whether a failing write can only mean that the reader has gone.</summary>
    public bool OutputIsPipe { get; init; }

    /// <summary>A variable's value by name; null when it is not set.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>The folder relative paths start from.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The folder the program lies in.</summary>
    public required string ProgramFolder { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Makes what asks the machine's GPU drivers.</summary>
    public Func<IGpuDrivers> Drivers { get; init; } = () => new GpuDrivers();

    /// <summary>Columns of the terminal.</summary>
    public int Width { get; init; } = 100;

    /// <summary>How long to wait for the first byte of standard input that nobody asked for by name.</summary>
    public TimeSpan InputPatience { get; init; } = TimeSpan.FromSeconds(5);
}
