using System.Globalization;
using GptOssDev.Cli.Output.Terminal;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Output;

/// <summary>Shows models to a person.</summary>
internal static class ModelView
{
    public static void ShowList(TerminalOutput screen, CliContext context, ModelListResult result)
    {
        if (result.Models.Count == 0)
        {
            screen.WriteLine("no models were found");
            return;
        }

        var rows = result.Models.Select(model =>
            (string[])
                [
                    model.IsDefault ? model.Name + " *" : model.Name,
                    TimingText.Bytes(model.FileBytes),
                    model.Source,
                    model.Problem is { } problem ? "unusable: " + TerminalText.OneLine(problem) : "ready to use",
                    model.Path,
                ]
        );
        Tables.Show(screen, context, ["name", "size", "from", "state", "path"], [.. rows]);
        // A list that cannot be written needs no legend.
        screen.Flush();
        screen.Note("* is used when no model is named");
    }

    public static void ShowModel(TerminalOutput screen, CliContext context, ModelInspectResult model)
    {
        string[][] facts =
        [
            ["name", model.Name],
            ["path", model.Path],
            ["files", Text($"{model.Files.Count}, {TimingText.Bytes(model.FileBytes)}")],
            ["architecture", model.Architecture],
            ["parameters", Text($"{model.Parameters / 1e6:0.0} million")],
            ["layers", Text($"{model.Layers}")],
            ["context", Text($"{model.ContextTokens} tokens")],
            ["vocabulary", Text($"{model.VocabularySize} tokens, {model.Tokenizer}")],
            ["harmony tokens", model.HarmonyTokens ? "yes" : "no"],
            ["fill in the middle", model.FillInTheMiddle ? "yes" : "no"],
            ["license", model.License ?? "not said"],
        ];
        Tables.Show(screen, context, ["fact", "value"], facts);
        screen.WriteLine();
        var types = model.Tensors.Select(type => (string[])[type.Type, Text($"{type.Tensors}")]);
        Tables.Show(screen, context, ["tensors of type", "count"], [.. types]);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
