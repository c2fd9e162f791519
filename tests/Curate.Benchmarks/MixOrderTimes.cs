using System.Diagnostics;
using System.Globalization;
using Curate.Core.Mix;

namespace Curate.Benchmarks;

/// <summary>Time to compute the order of a mixture whose sources are of very different sizes.</summary>
public static class MixOrderTimes
{
    public static void Run(long rows, int sources, int rounds)
    {
        var quotas = new long[sources];
        double all = 0;
        for (int i = 0; i < sources; i++)
        {
            all += 1.0 / (i + 1);
        }

        for (int i = 0; i < sources; i++)
        {
            quotas[i] = (long)(rows / all / (i + 1));
        }

        for (int round = 0; round < rounds; round++)
        {
            TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
            long start = Stopwatch.GetTimestamp();
            var order = new EarliestDeadline(quotas);
            long sum = 0;
            for (long t = 0; t < order.Rows; t++)
            {
                sum += order.Next();
            }

            double seconds = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{order.Rows} rows of {sources} sources: {seconds:0.00} CPU s, {Stopwatch.GetElapsedTime(start).TotalSeconds:0.00} s, {seconds / order.Rows * 1e9:0} ns a row (sum {sum})"));
        }
    }
}
