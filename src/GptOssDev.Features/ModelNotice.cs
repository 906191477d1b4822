using GptOssDev.Inference;

namespace GptOssDev.Features;

/// <summary>What a user should know about the loaded model, told from its size and never from its name.</summary>
internal static class ModelNotice
{
    private const long SmallParameters = 1_000_000_000;

    /// <summary>One line, or null for a model that needs no warning.</summary>
    public static string? For(ModelInfo model) =>
        model.Parameters < SmallParameters
            ? $"{model.Name} is a very small model: treat what it writes as a guess; "
                + "`gptoss model list` shows the models you can use."
            : null;
}
