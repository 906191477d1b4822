using GptOssDev.Cli.Output.Terminal;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Output;

/// <summary>Shows completions to a person: the text on standard output, verdict and time beside it.</summary>
internal static class CompletionView
{
    public static void Show(TerminalOutput screen, CompleteResult result)
    {
        for (var index = 0; index < result.Items.Count; index++)
        {
            var item = result.Items[index];
            if (result.Items.Count > 1)
            {
                screen.Flush();
                screen.Note($"{index + 1} of {result.Items.Count}");
            }

            screen.WriteLine(item.Text);
            screen.Flush();
            VerdictLine.Show(screen, item.Verdict, item.Reasons);
        }

        screen.Note(TimingText.Line(result.Timings));
    }
}
