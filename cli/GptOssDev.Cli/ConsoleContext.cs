using System.IO.Pipes;
using System.Text;
using Microsoft.Win32.SafeHandles;

#pragma warning disable RS0030 // The one place of the program that touches the console and the process's environment.

namespace GptOssDev.Cli;

/// <summary>The process's own console, environment and working directory as a <see cref="CliContext"/>.</summary>
internal static class ConsoleContext
{
    private const int OutputBuffer = 4096;

    private static readonly UTF8Encoding _plainUtf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>
    /// Must come before anything that opens descriptors: where standard input or output is closed, the next one opened
    /// takes its number, and the program would read from or write to its own insides.
    /// </summary>
    public static CliContext Open()
    {
        var output = OpenOutput();
        var input = OpenInput();
        return new CliContext
        {
            Input = input,
            InputIsClosed = input == Stream.Null,
            OutputIsPipe = output is PipeStream,
            Output = output,
            Out = new StreamWriter(output, _plainUtf8, OutputBuffer) { NewLine = "\n" },
            Error = new StreamWriter(new ErrorStream(Console.OpenStandardError()), _plainUtf8)
            {
                AutoFlush = true,
                NewLine = "\n",
            },
            InputIsTerminal = !Console.IsInputRedirected,
            OutputIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            Environment = Environment.GetEnvironmentVariable,
            WorkingDirectory = WorkingDirectory(),
            ProgramFolder = AppContext.BaseDirectory,
            Width = Width(),
        };
    }

    /// <summary>
    /// A pipe is opened as one, because the console's own stream hides that the reader has gone, and a long answer would
    /// be generated for nobody.
    /// </summary>
    private static Stream OpenOutput()
    {
        if (!OperatingSystem.IsWindows() && Console.IsOutputRedirected)
        {
            try
            {
                return new AnonymousPipeClientStream(PipeDirection.Out, new SafePipeHandle(1, ownsHandle: false));
            }
            catch (Exception problem) when (problem is IOException or ArgumentException or NotSupportedException)
            {
                // Not a pipe: a file, a device, or closed.
            }
        }

        try
        {
            return Console.OpenStandardOutput();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Stream.Null;
        }
    }

    private static Stream OpenInput()
    {
        try
        {
            return Console.IsInputRedirected && ClosedInput.IsClosed() ? Stream.Null : Console.OpenStandardInput();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Stream.Null;
        }
    }

    private static string WorkingDirectory()
    {
        try
        {
            return Environment.CurrentDirectory;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The folder was deleted under the shell; relative paths then name nothing.
            return Path.GetPathRoot(AppContext.BaseDirectory) ?? "/";
        }
    }

    private static int Width()
    {
        if (Console.IsOutputRedirected)
        {
            return 100;
        }

        try
        {
            // A terminal that does not know its width says 0.
            return Console.WindowWidth is > 0 and var columns ? Math.Clamp(columns, 40, 120) : 100;
        }
        catch (IOException)
        {
            return 100;
        }
    }
}
