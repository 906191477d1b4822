using System.Text;
using GptOssDev.Cli.Output.Terminal;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Output;

/// <summary>
/// Shows an answer as it comes, then its sources and its time. Deltas arrive on the connection's thread, the end on the
/// command's, after all of them.
/// </summary>
internal sealed class AnswerView(TerminalOutput screen)
{
    private const string AnswerChannel = "answer";

    private readonly StringBuilder _streamed = new();

    /// <summary>Shows a piece; reasoning only with <c>--verbose</c>.</summary>
    public void Receive(AnswerDelta delta)
    {
        if (delta.Channel == AnswerChannel)
        {
            _streamed.Append(delta.Text);
            screen.Write(delta.Text);
            screen.Flush();
        }
        else if (screen.Verbose)
        {
            screen.Prompt(TerminalText.Clean(delta.Text));
        }
    }

    /// <summary>Shows what is left: text that was not streamed, citations, time.</summary>
    public void Finish(AnswerResult result)
    {
        var shown = _streamed.ToString();
        if (result.Answer.StartsWith(shown, StringComparison.Ordinal))
        {
            screen.WriteLine(result.Answer[shown.Length..]);
        }
        else if (result.Answer.Trim() == shown.Trim())
        {
            screen.WriteLine();
        }
        else
        {
            // The daemon settled on another text than the one it streamed: the final one counts.
            screen.WriteLine();
            screen.WriteLine();
            screen.WriteLine(result.Answer);
        }

        if (result.Citations.Count > 0)
        {
            screen.WriteLine();
            screen.WriteLine("Sources:");
            foreach (var citation in result.Citations)
            {
                screen.WriteLine("  " + Text(citation));
            }
        }

        screen.WriteLine();
        screen.Flush();
        screen.Note(TimingText.Line(result.Timings));
    }

    private static string Text(Citation citation)
    {
        var lines =
            citation.StartLine == citation.EndLine
                ? $"{citation.Path}:{citation.StartLine}"
                : $"{citation.Path}:{citation.StartLine}-{citation.EndLine}";
        return citation.Verified ? lines : lines + " (not found: the model made it up)";
    }
}
