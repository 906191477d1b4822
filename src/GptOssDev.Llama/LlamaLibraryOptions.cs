namespace GptOssDev.Llama;

/// <summary>Where the native library is looked for and where its log lines go.</summary>
public sealed record LlamaLibraryOptions
{
    /// <summary>Reads an environment variable; injected so that the search is a function of its inputs.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>The folder of the program, which holds the natives of the package that it was built with.</summary>
    public string ProgramFolder { get; init; } = AppContext.BaseDirectory;

    /// <summary>
    /// Root of the libraries of a backend that the user installed, laid out as the program's own; null for the program's own.
    /// </summary>
    public string? BackendRoot { get; init; }

    /// <summary>
    /// The folder of GPU code to use, such as <c>cuda12</c>; empty for the CPU's code alone; null for the best that the program
    /// comes with.
    /// </summary>
    public string? Accelerator { get; init; }

    /// <summary>Whether the load fails where the GPU code cannot be used; otherwise the CPU's code is used then.</summary>
    public bool RequiresAccelerator { get; init; }

    /// <summary>
    /// Gets whole lines from native threads, so it must be thread-safe and quick. Null drops them. The native side
    /// has one log for the process: the sink of the latest load gets it.
    /// </summary>
    public Action<LlamaLogLevel, string>? Log { get; init; }
}
