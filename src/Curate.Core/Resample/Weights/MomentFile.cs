using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Core.Running;

namespace Curate.Core.Resample.Weights;

/// <summary>A table of targets of entropy balancing: the columns <c>name</c>, <c>value</c> and, where it has one, <c>tolerance</c>.</summary>
internal static class MomentFile
{
    /// <exception cref="CurateException">A column is missing, or a value is no number.</exception>
    public static List<MomentTarget> Read(PassRunner passes, IRecordSource file)
    {
        if (!file.HasColumn("name") || !file.HasColumn("value"))
        {
            Fail.With(ErrorCodes.UnknownColumn, $"{file.Name} of --targets has the columns {string.Join(", ", file.Schema.Fields.Select(static f => Fail.Show(f.Name)))}; name and value are needed.");
        }

        bool hasTolerance = file.HasColumn("tolerance");
        string[] columns = hasTolerance ? ["name", "value", "tolerance"] : ["name", "value"];
        var targets = new List<MomentTarget>();
        passes.Each(file, ReadRequest.Of([.. columns.Select(static c => new ColumnRequest(c, ColumnKind.Text))]), "read targets", batch =>
        {
            for (int row = 0; row < batch.Count; row++)
            {
                string name = Of(batch, 0, row);
                if (name.Length == 0)
                {
                    Fail.With(ErrorCodes.BadValue, $"{file.Name}, row {NumberText.Of(batch.FirstRow + row + 1)} has no name.");
                }

                double? tolerance = hasTolerance && Of(batch, 2, row).Length > 0 ? Number(batch, 2, row, file.Name, columns[2], 0) : null;
                targets.Add(new MomentTarget(name, Number(batch, 1, row, file.Name, columns[1], double.NegativeInfinity), tolerance));
            }
        });
        return targets;
    }

    private static double Number(RecordBatch batch, int column, int row, string file, string name, double least)
    {
        string text = Of(batch, column, row);
        if (!NumberText.TryFraction(text, out double value) || !double.IsFinite(value) || value < least)
        {
            Fail.With(ErrorCodes.BadValue, $"{file}, row {NumberText.Of(batch.FirstRow + row + 1)}, column {Fail.Show(name)} has {Fail.Show(text)}, where a number{(least == 0 ? " of 0 or more" : "")} is needed.");
        }

        return value;
    }

    private static string Of(RecordBatch batch, int column, int row) => batch[column].IsNull(row) ? "" : System.Text.Encoding.UTF8.GetString(batch.Text(column)[row]);
}
