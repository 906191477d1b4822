using GptOssDev.Client.Settings;
using GptOssDev.CodeModel.Verification;
using GptOssDev.Features.Completion;
using GptOssDev.Features.Completion.Sessions;
using GptOssDev.Inference;
using GptOssDev.Server.Completion;
using GptOssDev.Server.Stats;

namespace GptOssDev.Tests.Unit.Server;

/// <summary>The parts that typing needs, on a model of the test's.</summary>
internal static class TypingWorld
{
    public static InlineCompletionService Desk(
        IInferenceEngine engine,
        StatsStore counters,
        InlineCompletionSettings? options = null,
        string? settingsFile = null
    ) =>
        new(
            new InlineCompletionSessions(
                new CompletionFeature(engine, new CompletionVerifier(TimeProvider.System), TimeProvider.System),
                options ?? new InlineCompletionSettings(TimeSpan.Zero, Prefetch: false)
            ),
            new AcceptanceTracker(new CompletionStats(counters), TimeProvider.System),
            new CompletionEnablement(
                root => ResolvedSettings.Resolve(new SettingsSources(settingsFile, root, _ => null)),
                TimeProvider.System
            )
        );
}
