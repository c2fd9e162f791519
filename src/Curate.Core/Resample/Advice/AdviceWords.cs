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
        AdviceFinding[] won = [.. findings.Where(static f => f.MethodBeatsSimple)];
        if (won.Length > 0)
        {
            return "Yes, for this: " + string.Join("; ", won.Select(static f => $"{f.Method} is best by {Named(f)}")) + ". Class weights and a moved threshold do less there.";
        }

        AdviceFinding[] helped = [.. findings.Where(static f => f.Winner is not null)];
        if (helped.Length == 0)
        {
            return "No: nothing beats doing nothing.";
        }

        AdviceFinding[] open = [.. helped.Where(static f => f.Simple is null)];
        return open.Length == 0
            ? "No: wherever something beats doing nothing, class weights or a moved threshold do, and no method is shown to be better than they are."
            : "Not shown: " + string.Join("; ", open.Select(static f => $"{f.Method} beats doing nothing by {Named(f)}")) + ", but not class weights or a moved threshold.";
    }

    private static string Named(AdviceFinding finding) => $"{Plain(AdviceMeasures.NameOf(finding.Measure))} with {Plain(finding.Learner)}";

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
