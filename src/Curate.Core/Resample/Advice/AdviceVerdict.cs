using Curate.Core.Statistics;

namespace Curate.Core.Resample.Advice;

/// <summary>From the measures of all splits to differences, winners and a plain answer.</summary>
internal sealed class AdviceVerdict
{
    private AdviceVerdict(List<AdviceResult> results, List<AdviceFinding> findings, string method)
    {
        Results = results;
        Findings = findings;
        Resample = findings.Exists(static f => f.MethodBeatsSimple);
        Answer = [.. AdviceWords.Of(results, findings, method)];
    }

    public IReadOnlyList<AdviceResult> Results { get; }

    public IReadOnlyList<AdviceFinding> Findings { get; }

    public bool Resample { get; }

    public IReadOnlyList<string> Answer { get; }

    /// <param name="values">By split, learner, treatment and measure.</param>
    /// <param name="treatments">Names; the simple ones first.</param>
    /// <param name="testOverTrain">Test rows over training rows.</param>
    /// <param name="method">The method that was asked about.</param>
    public static AdviceVerdict Of(double[][][][] values, string[] treatments, double testOverTrain, string method)
    {
        var results = new List<AdviceResult>();
        var findings = new List<AdviceFinding>();
        for (int l = 0; l < AdviceLearner.All.Count; l++)
        {
            foreach (AdviceMeasure measure in AdviceMeasures.All)
            {
                ResampledDifference Against(int t, int other) => ResampledDifference.Of(
                    Array.ConvertAll(values, v => AdviceMeasures.SignOf(measure) * (v[l][t][(int)measure] - v[l][other][(int)measure])), testOverTrain);
                var own = new List<AdviceResult>();
                ResampledDifference[] gains = [.. Enumerable.Range(0, treatments.Length).Select(t => Against(t, 0))];

                // A moved threshold is no test where it cannot change the measure.
                double[] chances = [.. gains.Select((g, t) => t == 0 || (t == 2 && !AdviceMeasures.NeedsDecision(measure)) ? double.NaN : g.PValue)];
                double[] adjusted = MultipleTests.Holm(chances);
                for (int t = 0; t < treatments.Length; t++)
                {
                    own.Add(new AdviceResult(AdviceLearner.All[l].Name, measure, treatments[t], values.Sum(v => v[l][t][(int)measure]) / values.Length,
                        gains[t].Mean, gains[t].Low, gains[t].High, adjusted[t]));
                }

                results.AddRange(own);
                findings.Add(Find(own, Against));
            }
        }

        return new AdviceVerdict(results, findings, method);
    }

    private static AdviceFinding Find(List<AdviceResult> own, Func<int, int, ResampledDifference> against)
    {
        int Best(Func<int, bool> among)
        {
            int best = -1;
            for (int t = 0; t < own.Count; t++)
            {
                best = among(t) && (best < 0 || own[t].Gain > own[best].Gain) ? t : best;
            }

            return best;
        }

        int simple = Best(t => t < Trial.Simple.Count && own[t].Verdict > 0);
        int method = Best(t => t >= Trial.Simple.Count && own[t].Verdict > 0);
        int rival = Best(static t => t < Trial.Simple.Count);
        bool beats = method >= 0 && against(method, rival) is { Mean: >= AdviceResult.LeastGain, PValue: < AdviceResult.Level };
        return new AdviceFinding(own[0].Learner, own[0].Measure, simple < 0 ? null : own[simple].Treatment, method < 0 ? null : own[method].Treatment, beats,
            [.. own.Where(static r => r.Verdict < 0).Select(static r => r.Treatment)]);
    }
}
