namespace Curate.Core.Resample.Advice;

/// <summary>The findings in sentences: the answer first.</summary>
internal static class AdviceWords
{
    public static IEnumerable<string> Of(IReadOnlyList<AdviceResult> results, IReadOnlyList<AdviceFinding> findings, string method)
    {
        yield return Headline(findings);
        foreach (AdviceLearner learner in AdviceLearner.All)
        {
            AdviceFinding[] own = [.. findings.Where(f => f.Learner == learner.Name)];
            string who = $"{Plain(learner.Name)} ({learner.Strength})";
            string[] gains = [.. own.Where(static f => f.Winner is not null).Select(f => $"{Plain(AdviceMeasures.NameOf(f.Measure))}: {Treatment(f.Winner!)}")];
            yield return gains.Length == 0 ? $"With {who} nothing beats doing nothing on any measure." : $"With {who} these win: {string.Join("; ", gains)}.";
        }

        AdviceResult[] asked = [.. results.Where(r => r.Treatment == method)];
        yield return $"{method} against doing nothing: {Tally(asked)}.";
        string[] harmed = [.. findings.Where(static f => f.Measure is AdviceMeasure.LogLoss or AdviceMeasure.Brier).SelectMany(static f => f.Worse).Distinct(StringComparer.Ordinal)];
        if (harmed.Length > 0)
        {
            yield return $"Probabilities are worse after {string.Join(", ", harmed.Select(Treatment))}: do not read them as chances.";
        }
    }

    private static string Headline(IReadOnlyList<AdviceFinding> findings)
    {
        AdviceFinding[] resampled = [.. findings.Where(static f => f.Resampler is not null)];
        if (resampled.Length > 0)
        {
            return "Yes, for this: " + string.Join("; ", resampled.Select(static f => $"{f.Resampler} wins {Plain(AdviceMeasures.NameOf(f.Measure))} with {Plain(f.Learner)}, also against class weights and a moved threshold")) + ".";
        }

        if (findings.All(static f => f.Winner is null))
        {
            return "No: nothing beats doing nothing.";
        }

        bool simple = findings.Any(static f => f.Winner is not null && Trial.Simple.Contains(f.Winner, StringComparer.Ordinal));
        return simple
            ? "No: where something beats doing nothing, class weights or a moved threshold do as well as any resampling."
            : "No: resampling beats doing nothing somewhere, but not class weights or a moved threshold.";
    }

    private static string Tally(AdviceResult[] asked)
    {
        string List(int verdict) => string.Join(", ", asked.Where(r => r.Verdict == verdict).Select(static r => $"{Plain(AdviceMeasures.NameOf(r.Measure))} ({Plain(r.Learner)})"));
        string better = List(1);
        string worse = List(-1);
        return (better.Length == 0 ? "better on nothing" : "better on " + better) + (worse.Length == 0 ? ", worse on nothing" : "; worse on " + worse);
    }

    private static string Plain(string name) => name.Replace('-', ' ');

    private static string Treatment(string name) => name switch
    {
        "class-weights" => "class weights",
        "threshold" => "a moved threshold",
        _ => name,
    };
}
