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
    public static TypingDesk Desk(
        IInferenceEngine engine,
        StatsStore counters,
        TypingOptions? options = null,
        string? settingsFile = null
    ) =>
        new(
            new TypingSessions(
                new CompletionFeature(engine, new CompletionVerifier(TimeProvider.System), TimeProvider.System),
                options ?? new TypingOptions(TimeSpan.Zero, Prefetch: false)
            ),
            new SuggestionLedger(new CompletionStats(counters), TimeProvider.System),
            new CompletionSwitches(
                root => ResolvedSettings.Resolve(new SettingsSources(settingsFile, root, _ => null)),
                TimeProvider.System
            )
        );
}
