using GptOssDev.Inference;

namespace GptOssDev.Features.Generation;

/// <summary>
/// What a user should know about the loaded model: how it had to be loaded, and what its size, never its name, says of it.
/// </summary>
internal static class ModelNotice
{
    private const long SmallParameters = 1_000_000_000;

    /// <summary>One line, or null for a model that needs no warning.</summary>
    public static string? For(ModelInfo model)
    {
        var size =
            model.Parameters < SmallParameters
                ? $"{model.Name} is a very small model: treat what it writes as a guess; "
                    + "`gptoss model list` shows the models you can use."
                : null;
        return (model.Load?.Note, size) switch
        {
            (null, _) => size,
            ({ } note, null) => note,
            ({ } note, _) => $"{note}; {size}",
        };
    }
}
