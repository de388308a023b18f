The lamp on Skerry Point was lit again on Saturday after eleven dark years.

“We counted the turns like children,” said the keeper, who had oiled the bearing herself.

Boats lay off the point until midnight.

@highlight

Lamp of Skerry Point dark for eleven years

@highlight

Keeper oiled the bearing herself
