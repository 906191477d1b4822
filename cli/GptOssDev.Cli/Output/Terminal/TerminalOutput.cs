using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace GptOssDev.Cli.Output.Terminal;

/// <summary>
/// What a command says: results to standard output, everything else to the error stream. Used by one thread at a time. When
/// the reader of the output has gone, writing throws a <see cref="CliException"/> with
/// <see cref="CliFailure.OutputClosed"/>.
/// </summary>
internal sealed class TerminalOutput
{
    // What a broken pipe and a closed descriptor are called by Unix, and a broken and a closing pipe by Windows.
    private static readonly int[] _closedCodes =
    [
        32,
        9,
        unchecked((int)0x8007006D),
        unchecked((int)0x800700E8),
        unchecked((int)0x80070006),
    ];

    private readonly CliContext _context;
    private bool _isBroken;

    public TerminalOutput(CliContext context, bool quiet = false, bool verbose = false)
    {
        _context = context;
        Quiet = quiet;
        Verbose = verbose;
        var plain = context.Environment("NO_COLOR") is { Length: > 0 } || context.Environment("TERM") == "dumb";
        OutputHasColour = context.OutputIsTerminal && !plain;
        ErrorHasColour = context.ErrorIsTerminal && !plain;
    }

    public bool Quiet { get; }

    public bool Verbose { get; }

    public bool OutputHasColour { get; }

    public bool ErrorHasColour { get; }

    /// <summary>
    /// Writes to standard output; what a terminal would obey is made harmless, and its lines are bounded. Files and pipes get
    /// the text as it is.
    /// </summary>
    public void Write(string text, TextStyle style = TextStyle.Plain)
    {
        var safe = _context.OutputIsTerminal ? TerminalText.Bounded(TerminalText.Clean(text)) : text;
        WriteOut(writer => writer.Write(Styled(safe, style, OutputHasColour)));
    }

    public void WriteLine(string text = "", TextStyle style = TextStyle.Plain)
    {
        Write(text, style);
        WriteOut(writer => writer.WriteLine());
    }

    /// <summary>Writes one JSON object and a line end: indented for a person, on one line for a program.</summary>
    public void WriteJson<T>(T value, JsonTypeInfo<T> type)
    {
        using var buffer = new MemoryStream();
        var options = new JsonWriterOptions
        {
            Indented = _context.OutputIsTerminal,
            // It goes to a terminal, a file or a pipe, never into HTML.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            JsonSerializer.Serialize(writer, value, type);
        }

        var text = System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
        WriteOut(writer => writer.WriteLine(text));
    }

    public void Flush() => WriteOut(writer => writer.Flush());

    /// <summary>A line beside the result, for a person; nothing with <c>--quiet</c>.</summary>
    public void Note(string text, TextStyle style = TextStyle.Dim)
    {
        if (!Quiet)
        {
            WriteError(Styled(TerminalText.Bounded(TerminalText.Clean(text)), style, ErrorHasColour));
        }
    }

    /// <summary>More detail, with <c>--verbose</c> only.</summary>
    public void Detail(string text)
    {
        if (Verbose)
        {
            WriteError(Styled(TerminalText.Bounded(TerminalText.Clean(text)), TextStyle.Dim, ErrorHasColour));
        }
    }

    /// <summary>Something the user should know though the command goes on.</summary>
    public void Warn(string text) => WriteError("gptoss: " + TerminalText.OneLine(text));

    /// <summary>Why the command failed, in one line.</summary>
    public void Fail(string text) => WriteError("gptoss: " + TerminalText.OneLine(text));

    /// <summary>Writes to the error stream without ending the line.</summary>
    public void Prompt(string text)
    {
        try
        {
            Flush();
            _context.Error.Write(text);
            _context.Error.Flush();
        }
        catch (IOException)
        {
            // A question nobody can see gets no answer.
        }
    }

    private static string Styled(string text, TextStyle style, bool hasColour) =>
        hasColour && style != TextStyle.Plain && text.Length > 0 ? $"\e[{(int)style}m{text}\e[0m" : text;

    private void WriteError(string line)
    {
        try
        {
            if (!_isBroken && _context.OutputIsTerminal)
            {
                _context.Out.Flush();
            }

            _context.Error.WriteLine(line);
        }
        catch (IOException)
        {
            // Nowhere is left to tell it.
        }
    }

    private void WriteOut(Action<TextWriter> write)
    {
        if (_isBroken)
        {
            throw new CliException(CliFailure.OutputClosed, "nobody reads the output any more");
        }

        try
        {
            write(_context.Out);
        }
        catch (Exception problem)
            when (problem is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            _isBroken = true;
            throw _context.OutputIsPipe || _closedCodes.Contains(problem.HResult)
                ? new CliException(CliFailure.OutputClosed, "nobody reads the output any more", problem)
                : CliException.Environment($"cannot write the output: {problem.Message}", problem);
        }
    }
}
