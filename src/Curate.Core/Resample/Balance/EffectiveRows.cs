using Curate.Core.Running;

namespace Curate.Core.Resample.Balance;

/// <summary>
/// What a balance costs in information: the number of equally weighted rows that are worth as much as the copies or weights, (sum w)^2 / sum w^2 with
/// w the copies or the weight of a row (Kish 1965, Survey Sampling, section 11.7). Lines per class, then one of all.
/// </summary>
internal sealed class EffectiveRows
{
    private readonly ReportTable _table;
    private readonly bool _epochs;
    private double _before;
    private double _target;
    private double _after;
    private double _squares;
    private double _largest;

    /// <param name="what">What the lines are: classes, clusters.</param>
    /// <param name="epochs">Lines name their epoch.</param>
    public EffectiveRows(string what, bool epochs = false)
    {
        _epochs = epochs;
        string[] columns = ["class", "before", "target", "after", "shortfall", "largest_weight", "effective_rows"];
        _table = new ReportTable("effective", "Effective rows of " + what, epochs ? ["epoch", .. columns] : columns);
    }

    /// <summary>Adds a class.</summary>
    /// <param name="name">The class.</param>
    /// <param name="before">Its rows.</param>
    /// <param name="target">What was asked for.</param>
    /// <param name="after">Copies, or the sum of weights.</param>
    /// <param name="squares">Sum over its rows of copies or weights, squared; the expected one where copies are drawn.</param>
    /// <param name="largest">Most copies of a row or the largest weight; null where copies are drawn.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    public void Add(string name, long before, double target, double after, double squares, double? largest, int epoch = 1)
    {
        _before += before;
        _target += target;
        _after += after;
        _squares += squares;
        _largest = Math.Max(_largest, largest ?? double.NaN);
        Line(name, before, target, after, squares, largest, epoch);
    }

    /// <summary>Ends an epoch, or the table, with the line of all classes.</summary>
    public ReportTable Total(int epoch = 1)
    {
        Line("(all)", (long)_before, _target, _after, _squares, double.IsNaN(_largest) ? null : _largest, epoch);
        (_before, _target, _after, _squares, _largest) = (0, 0, 0, 0, 0);
        return _table;
    }

    /// <summary>Sum of squared copies when T copies are shared out evenly over N rows.</summary>
    public static double EvenSquares(long rows, long target)
    {
        if (rows == 0)
        {
            return 0;
        }

        double whole = target / rows;
        double rest = target % rows;
        return (rows * whole * whole) + (rest * ((2 * whole) + 1));
    }

    /// <summary>The expected sum of squared copies when every row comes <paramref name="sure"/> times and G further copies are drawn with replacement.</summary>
    public static double DrawnSquares(long rows, long sure, long draws)
    {
        double g = draws;
        double n = rows;
        return rows == 0 ? 0 : (n * sure * sure) + (2.0 * sure * g) + (g * (1 - (1 / n))) + (g * g / n);
    }

    private void Line(string name, long before, double target, double after, double squares, double? largest, int epoch)
    {
        object?[] cells = [name, before, Shown(target), Shown(after), Shown(target - after), largest is { } l ? Shown(l) : null, squares > 0 ? after * after / squares : 0.0];
        _table.Add(_epochs ? [(long)epoch, .. cells] : cells);
    }

    /// <summary>Whole numbers read as such.</summary>
    private static object Shown(double value) => value == Math.Floor(value) && Math.Abs(value) < 1e15 ? (object)(long)value : value;
}
