using GptOssDev.Harmony;
using GptOssDev.Harmony.Rendering;

namespace GptOssDev.Features.Generation;

/// <summary>A prompt as token ids, and how what follows is read.</summary>
/// <param name="Start">Where a harmony parser begins; null when the model continues plain text.</param>
internal sealed record GenerationPrompt(int[] Tokens, ParserStart? Start)
{
    public static GenerationPrompt Of(RenderedPrompt rendered) => new(rendered.Tokens, rendered.ParserStart);
}
