using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;

namespace Curate.Core.Select.Target;

/// <summary>The target: all rows of a dataset of its own, or the rows of the input that have a value. n / 8 bytes in the second case.</summary>
internal sealed class TargetRows
{
    public const string Reason = "target";

    private TargetRows(IRecordSource source, BitMap? only)
    {
        Source = source;
        Own = only;
    }

    /// <summary>Where the target is read.</summary>
    public IRecordSource Source { get; }

    /// <summary>Rows of the input that are the target, and so no candidates; null where the target is another dataset.</summary>
    public BitMap? Own { get; }

    /// <summary>A row of <see cref="Source"/> belongs to it.</summary>
    public bool Has(long row) => Own is null || Own[row];

    /// <summary>A row of the input is a candidate as far as this goes.</summary>
    public bool Leaves(long row) => Own is null || !Own[row];

    /// <summary>The target of a run, by one pass where it is part of the input.</summary>
    /// <param name="passes">The passes.</param>
    /// <param name="inputs">The rows of <c>--must</c> come before the target among the others.</param>
    /// <param name="options">Columns are resolved.</param>
    /// <exception cref="CurateException">No row has the value.</exception>
    public static TargetRows Of(PassRunner passes, PlanInputs inputs, TargetOptions options)
    {
        if (options.Like is not { } like)
        {
            return new TargetRows(inputs.Others[options.Must ? 1 : 0], null);
        }

        byte[] wanted = System.Text.Encoding.UTF8.GetBytes(like.Value);
        var own = new BitMap();
        long found = 0;
        passes.Each(inputs.Main, ReadRequest.Of(new ColumnRequest(like.Column, ColumnKind.Text)), "find the target", batch =>
        {
            for (int row = 0; row < batch.Count; row++)
            {
                if (!batch[0].IsNull(row) && batch.Text(0)[row].SequenceEqual(wanted))
                {
                    own.Set(batch.FirstRow + row);
                    found++;
                }
            }
        });
        if (found == 0)
        {
            Fail.With(ErrorCodes.Infeasible, $"No row of {inputs.Main.Name} has {Fail.Show(like.Value)} in the column {Fail.Show(like.Column)}, so there is no target.", "Check the value of --like, or name a dataset with --target.");
        }

        return new TargetRows(inputs.Main, own);
    }

    /// <summary>COL=VALUE of <c>--like</c>.</summary>
    /// <exception cref="CurateException">There is no such pair.</exception>
    public static (string Column, string Value) Parse(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            Fail.Usage($"--like takes COL=VALUE, not {Fail.Show(text)}.");
        }

        return (text[..equals], text[(equals + 1)..]);
    }

    /// <summary>Refuses a target without a column that rows are compared by.</summary>
    /// <exception cref="CurateException">A column is missing.</exception>
    public void CheckColumns(IEnumerable<string> columns, string option = "target") => CheckColumns(Source, columns, option);

    /// <inheritdoc cref="CheckColumns(IEnumerable{string}, string)"/>
    public static void CheckColumns(IRecordSource source, IEnumerable<string> columns, string option)
    {
        foreach (string column in columns)
        {
            if (!source.HasColumn(column))
            {
                Fail.With(ErrorCodes.UnknownColumn, $"{source.Name}, which --{option} names, has no column {Fail.Show(column)}.", "Rows are compared by columns of one name: rename it there with curate convert --rename, or name other columns.");
            }
        }
    }

    /// <summary>Refuses a target from which nothing can be learned.</summary>
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public void ThrowEmpty(string what) =>
        Fail.With(ErrorCodes.Infeasible, Own is null ? $"{Source.Name}, which --target names, has no row with {what}." : $"None of the target rows that --like names has {what}.", "Check the target and the columns that rows are compared by.");
}
