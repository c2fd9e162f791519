namespace Curate.Core.Resample.Over;

/// <summary>What a method takes the label for.</summary>
internal enum LabelForm : byte
{
    /// <summary>One class a row.</summary>
    Class,

    /// <summary>A number; its rare values are the classes (<see cref="RareValues"/>).</summary>
    Number,

    /// <summary>Several labels a row (<see cref="MultiLabels"/>).</summary>
    Several,
}
