using GptOssDev.Features.Generation;
using GptOssDev.Harmony;
using GptOssDev.Harmony.Rendering;

namespace GptOssDev.Features.Prompts;

/// <summary>Builds harmony prompts of one developer message and what follows it.</summary>
internal static class ChatPrompt
{
    public static Conversation Conversation(ReasoningEffort effort, string developer, string user) =>
        new([Message.System(new SystemContent { Effort = effort }), Message.Developer(developer), Message.User(user)]);

    public static GenerationPrompt Render(ITokenizer tokenizer, Conversation conversation, Prefill? prefill = null) =>
        GenerationPrompt.Of(
            new HarmonyRenderer(tokenizer).RenderForCompletion(conversation, new RenderOptions { Prefill = prefill })
        );
}
